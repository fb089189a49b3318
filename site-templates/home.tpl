{{%AUTOESCAPE context="HTML"}}
<div class="page home">
<div class="first">
<section aria-labelledby="where">
<h2 id="where">{{t_home_where_title}}</h2>
<p class="intro">{{WHERE_HTML:none}}</p>
{{BY_OWNER_HTML:none}}
</section>
{{#IS}}
<section aria-labelledby="is">
<h2 id="is">{{t_home_is_title}}</h2>
<p class="intro">{{t_home_is_intro}}</p>
<ul class="stats">
{{#STAT}}
<li><a href="{{URL}}"><span class="value">{{VALUE}}</span> <span class="label">{{LABEL}}</span></a></li>
{{/STAT}}
</ul>
</section>
{{/IS}}
<aside class="side" aria-labelledby="latest">
<h2 id="latest">{{t_home_latest}}</h2>
<ul class="cards">
<li><p class="kind">{{t_kind_release}}</p>
<h3><a href="{{RELEASE_URL}}">Linux {{RELEASE_NAME}}</a></h3>
<p>{{CHANGE_HTML:none}}</p>
<p class="soft">{{RELEASE_DATE_HTML:none}}</p></li>
{{#LATEST}}
<li><p class="kind">{{KIND}}</p>
<h3><a href="{{URL}}">{{TITLE_HTML:none}}</a></h3>
<p>{{SUMMARY_HTML:none}}</p></li>
{{/LATEST}}
</ul>
<ul class="doors">
<li><a href="{{CASES_URL}}">{{t_all_cases}}</a></li>
<li><a href="{{ARTICLES_URL}}">{{t_all_articles}}</a></li>
<li><a href="{{RELEASES_URL}}">{{t_all_releases}}</a></li>
<li><a href="{{METRICS_URL}}">{{t_all_metrics}}</a></li>
</ul>
</aside>
</div>
<section aria-labelledby="growth">
<h2 id="growth">{{t_home_growth_title}}</h2>
<p class="intro">{{t_home_growth_intro}}</p>
<div class="pair">
{{GROWTH_HTML:none}}
{{SHARE_HTML:none}}
</div>
</section>
<section aria-labelledby="users">
<h2 id="users">{{t_home_users_title}}</h2>
<p class="intro">{{t_home_unsafe_intro}}</p>
<div class="pair">
{{BY_SUBSYSTEM_HTML:none}}
{{UNSAFE_HTML:none}}
</div>
</section>
</div>
