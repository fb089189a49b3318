{{%AUTOESCAPE context="HTML"}}
<div class="page">
<section class="prose what-changed" aria-labelledby="changes">
<div>
<h2 id="changes">{{t_release_changes}}</h2>
<p class="intro">{{CHANGE_HTML:none}}</p>
<ul class="points">
{{#POINT}}
<li>{{POINT_HTML:none}}</li>
{{/POINT}}
</ul>
</div>
<div class="beside">
<p class="note">{{TREE}}</p>
{{DOORS_HTML:none}}
</div>
</section>
{{#MADE_FALSE}}
<section aria-label="{{t_made_false_title}}">
<h2>{{t_made_false_title}}</h2>
<p>{{t_made_false_intro}}</p>
{{SENTENCES_HTML:none}}
</section>
{{/MADE_FALSE}}
{{#COMMENTARY}}
<section aria-label="{{t_commentary_title}}">
<h2>{{t_commentary_title}}</h2>
<ul class="cards wide">
{{#ITEM}}
<li><h3><a href="{{URL}}">{{TITLE_HTML:none}}</a></h3>
<p>{{SUMMARY_HTML:none}}</p>
<p class="soft">{{DATE_HTML:none}}</p></li>
{{/ITEM}}
</ul>
</section>
{{/COMMENTARY}}
<nav class="contents" aria-label="{{t_contents}}">
<ul>
<li><a href="#charts">{{t_release_charts}}</a></li>
{{#CAME_AND_WENT_ENTRY}}
<li><a href="#came-and-went">{{t_release_came_and_went}}</a></li>
{{/CAME_AND_WENT_ENTRY}}
<li><a href="#measured">{{t_release_measured}}</a></li>
<li><a href="#whose">{{t_release_whose}}</a></li>
<li><a href="#where">{{t_release_where}}</a></li>
<li><a href="#written-in">{{t_release_languages}}</a></li>
{{#TOOLCHAIN_ENTRY}}
<li><a href="#toolchain">{{t_release_toolchain}}</a></li>
{{/TOOLCHAIN_ENTRY}}
<li><a href="#files">{{t_release_files}}</a></li>
{{#TO_CHECK_ENTRY}}
<li><a href="#to-check">{{t_release_to_check}}</a></li>
{{/TO_CHECK_ENTRY}}
<li><a href="#not-counted">{{t_release_not_counted}}</a></li>
<li><a href="#data">{{t_release_data}}</a></li>
</ul>
</nav>
<section aria-labelledby="charts">
<h2 id="charts">{{t_release_charts}}</h2>
<div class="pair">
{{BY_OWNER_HTML:none}}
{{BY_SUBSYSTEM_HTML:none}}
{{GROWTH_HTML:none}}
{{UNSAFE_HTML:none}}
</div>
</section>
{{#CAME_AND_WENT}}
<section aria-labelledby="came-and-went">
<h2 id="came-and-went">{{t_release_came_and_went}}</h2>
{{CAME_AND_WENT_HTML:none}}
</section>
{{/CAME_AND_WENT}}
<section aria-labelledby="measured">
<h2 id="measured">{{t_release_measured}}</h2>
{{METRICS_HTML:none}}
</section>
<section aria-labelledby="whose">
<h2 id="whose">{{t_release_whose}}</h2>
{{OWNERS_HTML:none}}
{{#SOME_UNCLASSIFIED}}
<p class="note">{{t_unclassified_intro}}</p>
{{/SOME_UNCLASSIFIED}}
<ul class="paths">
{{#UNCLASSIFIED}}
<li>{{PATH_HTML:none}}</li>
{{/UNCLASSIFIED}}
</ul>
</section>
<section aria-labelledby="where">
<h2 id="where">{{t_release_where}}</h2>
{{DIRECTORIES_HTML:none}}
</section>
<section aria-labelledby="written-in">
<h2 id="written-in">{{t_release_languages}}</h2>
{{LANGUAGES_HTML:none}}
</section>
{{#TOOLCHAIN}}
<section aria-labelledby="toolchain">
<h2 id="toolchain">{{t_release_toolchain}}</h2>
{{TOOLCHAIN_HTML:none}}
</section>
{{/TOOLCHAIN}}
<section aria-labelledby="files">
<h2 id="files">{{t_release_files}}</h2>
<details class="folded">
<summary>{{FILE_COUNT_HTML:none}}</summary>
{{FILES_HTML:none}}
</details>
</section>
{{#TO_CHECK}}
<section aria-labelledby="to-check">
<h2 id="to-check">{{t_release_to_check}}</h2>
{{TO_CHECK_HTML:none}}
</section>
{{/TO_CHECK}}
<section aria-labelledby="not-counted">
<h2 id="not-counted">{{t_release_not_counted}}</h2>
<p>{{NOT_COUNTED_INTRO}}</p>
<ul class="paths">
{{#NOT_COUNTED}}
<li>{{PATH_HTML:none}}{{REASON_HTML:none}}</li>
{{/NOT_COUNTED}}
</ul>
</section>
<section aria-labelledby="data">
<h2 id="data">{{t_release_data}}</h2>
<dl class="pairs">
<dt>{{t_release_name}}</dt><dd>{{NAME_HTML:none}}</dd>
<dt>{{t_release_tree_oid}}</dt><dd><code>{{TREE_OID}}</code></dd>
<dt>{{t_release_digest}}</dt><dd><code>{{DIGEST}}</code></dd>
<dt>{{t_release_downloads}}</dt><dd><a href="{{JSON}}">{{t_release_json}}</a> <span class="dot">·</span> <a href="{{FILES_CSV}}">{{t_release_files_csv}}</a> <span class="dot">·</span> <a href="{{METRICS_CSV}}">{{t_link_metrics_csv}}</a></dd>
<dt>{{t_cite}}</dt><dd>{{CITE}}</dd>
</dl>
</section>
</div>
