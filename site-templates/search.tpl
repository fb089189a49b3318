{{%AUTOESCAPE context="HTML"}}
<div class="page sheet search">
<h1>{{t_nav_search}}</h1>
<form id="search-form" role="search" hidden data-root="{{ROOT}}" data-shards="{{SHARDS}}" data-some="{{t_search_some}}" data-none="{{t_search_none}}" data-failed="{{t_search_failed}}">
<label for="search-box">{{t_search_label}}</label>
<input id="search-box" type="search" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" aria-describedby="search-hint">
<p id="search-hint" class="soft">{{t_search_hint}}</p>
</form>
<noscript><p class="intro">{{t_search_without}}</p></noscript>
<p id="search-status" role="status"></p>
<ol id="search-results" class="results"></ol>
<p><button id="search-more" type="button" hidden>{{t_search_more}}</button></p>
<section>
<h2 id="indexes">{{t_search_indexes}}</h2>
<h3 id="by-letter"><a href="{{AZ}}">{{t_az_title}}</a></h3>
<p class="pages letters">
{{#LETTER}}
<a href="{{URL}}">{{LABEL}}</a>
{{/LETTER}}
</p>
<h3 id="by-subsystem"><a href="{{SUBSYSTEMS}}">{{t_subsystems_title}}</a></h3>
<p>{{t_subsystems_description}}</p>
<h3 id="lists">{{t_search_lists}}</h3>
<ul class="points">
{{#LIST}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/LIST}}
</ul>
</section>
<script src="{{SCRIPT}}" defer></script>
<script src="{{INDEX}}" defer></script>
</div>
