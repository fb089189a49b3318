{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{t_home_title}}</h1>
<p>{{t_nothing_measured}}</p>
</div>
