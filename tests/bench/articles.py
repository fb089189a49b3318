#!/usr/bin/env python3
"""articles.py FERROTYPE-CONTENT HUGO-SITE [--articles N] writes N bilingual articles of 8 kB, twice: as content of
ferrotype's, and as a site for Hugo with templates that print what ours do. The same bytes on every machine.

Both get the same Markdown below the front matter, but for how a link to another article is written. Words come from
lists, not from real texts, so that no edit of those changes a measurement.
"""

import argparse
import datetime
import os
import random

SIZE = 8_000  # bytes of an article's body, in either language

NOUNS = """allocator anchor bitmap binding boundary buffer bus byte cache callback channel chain check clock compiler core counter
crate cursor deadline device driver edge entry error fence field file firmware flag frame function guard handle header heap helper
hook image index interface invariant iterator kernel key latch layer lease ledger lifetime list loader lock loop macro mailbox map
mapping marker memory method mirror module mutex network node object opcode owner packet page parser patch path peer phase pin pipe
pointer policy pool port power process proof queue quota range reader record reference region register release request reset
resource review revision ring root route row runtime sample scheduler scope section segment sensor series shadow signal slab slot
snapshot socket source stack state step storage stream subsystem switch symbol table target task thread timer token trace trait
transfer tree trigger type unit update user value vector version view walker watchdog window worker wrapper writer zone""".split()
VERBS = """accepts allocates asks borrows builds calls carries checks claims clears closes compares copies counts covers decides
declares defers describes drops enters expects exports fills finds follows frees guards handles hides holds keeps leaves links loads
locks maps marks moves names needs notices opens owns passes pins polls prints proves reads receives refuses releases replaces
reports resets resolves returns reuses sends shares shows signals skips splits starts stops stores takes tells tests traces trusts
unlocks updates waits wakes walks wraps writes yields""".split()
ADJECTIVES = """atomic bare bounded broken careful cheap clean cold constant costly dense direct distant early empty exact fast
final fixed foreign fragile free frozen global hidden idle inner large late lazy local lost mutable narrow nested nominal odd old
opaque open outer partial plain private public pure quiet rare raw safe shallow shared short signed simple small sound sparse spare
stable stale static strict strong thin tight typed unsafe unsigned unused valid visible volatile weak whole wide""".split()
JOINS = ("because", "while", "so that", "unless", "before", "after", "although", "whenever", "where", "until")
HAN_NOUNS = """内核 驱动 模块 指针 引用 内存 缓存 队列 线程 进程 调度 中断 设备 总线 端口 寄存器 地址 页面 分区 文件 目录 符号 类型 特征 闭包
生命周期 所有权 借用 绑定 封装 接口 回调 函数 宏 版本 补丁 提交 评审 维护者 子系统 网络 协议 报文 存储 固件 电源 时钟 定时器 锁 信号量 原子操作
栅栏 通道 句柄 资源 配额 策略 边界 约束 不变量 证明 测试 样例 文档 工具链 编译器 链接器 架构 平台 主线 分支 快照 记录 报告 指标 来源 结构体 枚举
切片 数组 字节 位图 索引 链表 树 节点 路径 层次 阶段 步骤 状态 错误 警告 日志 追踪 采样 窗口 范围 区域""".split()
HAN_VERBS = """分配 释放 检查 读取 写入 返回 调用 持有 保护 等待 唤醒 发送 接收 映射 复制 移动 比较 更新 注册 注销 打开 关闭 替换 包装 声明 导出
引入 拒绝 接受 记录 报告 证明 隐藏 共享 锁住 解锁 追踪 跳过 重用 推迟 合并 拆分""".split()
HAN_ADJECTIVES = """安全的 不安全的 静态的 动态的 共享的 私有的 公开的 原始的 稳定的 过时的 完整的 局部的 全局的 简单的 复杂的 廉价的 昂贵的 有界的
空闲的 脆弱的 可靠的 透明的 不可变的 可变的""".split()
HAN_JOINS = ("因为", "所以", "但是", "同时", "只要", "除非", "在此之前", "在此之后", "因此", "不过")


class Writer:
    """One article in one language; what it draws depends on its number alone."""

    def __init__(self, number, lang, total):
        self.random = random.Random(f"{lang} {number}")
        self.number, self.total, self.zh = number, total, lang == "zh"

    def pick(self, words):
        return words[int(len(words) * self.random.random() ** 1.6)]  # some words are said more often than others

    def clause(self):
        if self.zh:
            return f"{self.pick(HAN_ADJECTIVES)}{self.pick(HAN_NOUNS)}{self.pick(HAN_VERBS)}{self.pick(HAN_NOUNS)}"
        return f"the {self.pick(ADJECTIVES)} {self.pick(NOUNS)} {self.pick(VERBS)} the {self.pick(NOUNS)} of a {self.pick(ADJECTIVES)} {self.pick(NOUNS)}"

    def sentence(self):
        first, second = self.clause(), self.clause()
        form = self.random.random()
        name = f"{self.pick(NOUNS)}_{self.pick(NOUNS)}"
        if form < 0.15:
            second = f"**{second}**"
        elif form < 0.25:
            second = f"*{second}*"
        elif form < 0.45:
            second += f"（`{name}`）" if self.zh else f" by `{name}()`"
        elif form < 0.55:
            second = f"[{second}](LINK:{self.random.randrange(self.total)})"
        if self.zh:
            return f"{first}，{self.pick(HAN_JOINS)}{second}。"
        return f"{first[0].upper()}{first[1:]}, {self.pick(JOINS)} {second}."

    def paragraph(self):
        return ("" if self.zh else " ").join(self.sentence() for _ in range(4)) + "\n"

    def table(self):
        rows = ["| | files | code | kind |", "|---|---:|---:|---|"]
        if self.zh:
            rows[0] = "| | 文件 | 代码 | 种类 |"
        for _ in range(8):
            kind = self.pick(HAN_NOUNS if self.zh else NOUNS)
            rows.append(f"| `{self.pick(NOUNS)}` | {self.random.randrange(10, 999)} | {self.random.randrange(1000, 9999)} | {kind} |")
        return "\n".join(rows) + "\n"

    def rust(self):
        a, b, c, d = (self.pick(NOUNS) for _ in range(4))
        return f"""```rust
/// Keeps the {a} of a {b}, and gives it back.
pub struct {a.title()}{b.title()}<'a, T: {c.title()}> {{
    inner: &'a mut {d.title()}<T>,
    count: u32,
}}

impl<'a, T: {c.title()}> Drop for {a.title()}{b.title()}<'a, T> {{
    fn drop(&mut self) {{
        let {d} = self.inner.as_ptr();
        // SAFETY: `{d}` is valid for as long as `inner` is borrowed.
        unsafe {{ bindings::{a}_{c}_put({d}, 0x{self.random.randrange(16, 4096):x}) }};
        pr_info!("{a} {{}} is gone\\n", self.count);
    }}
}}
```
"""

    def c(self):
        a, b, c = (self.pick(NOUNS) for _ in range(3))
        return f"""```c
#include <linux/{a}.h>

static int {a}_{b}(struct {c} *dev, unsigned long flags)
{{
	int err = {c}_register(dev, {a.upper()}_{b.upper()} | flags);

	if (err)
		return dev_err_probe(dev, err, "no {b}\\n"); /* rare */
	return {self.random.randrange(2)};
}}
```
"""

    def title(self):
        if self.zh:
            return f"{self.pick(HAN_ADJECTIVES)}{self.pick(HAN_NOUNS)}与{self.pick(HAN_NOUNS)}"
        return f"A {self.pick(ADJECTIVES)} {self.pick(NOUNS)} and its {self.pick(NOUNS)}"

    def points(self):
        return "".join(f"- {self.sentence()}\n" for _ in range(4))

    def body(self):
        parts = [self.paragraph()]
        for section in range(1, 8):
            parts.append(f"## {self.title()} {{#part-{section}}}\n")
            parts.append(self.paragraph())
            if section in (2, 5):
                parts.append(self.table())
            if section in (1, 4):
                parts.append(self.rust())
            if section == 3:
                parts.append(self.c())
            if section == 6:
                parts.append(self.points())
                parts.append(f"> {self.sentence()}\n")
        size = sum(len(part.encode()) + 1 for part in parts)
        while size < SIZE:
            parts.append(self.paragraph())
            size += len(parts[-1].encode()) + 1
        return "\n".join(parts)


def slug(number):
    return f"article-{number:05}"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def linked(body, form):
    """`body` with its links to articles written in a form like "../{}/en.md"."""
    first, *rest = body.split("(LINK:")
    return first + "".join("(" + form.format(slug(int(part[:part.index(")")]))) + part[part.index(")"):] for part in rest)


HUGO = {
    "hugo.toml": """baseURL = "https://bench.example/"
title = "Ferrotype"
defaultContentLanguage = "en"
defaultContentLanguageInSubdir = true
disableKinds = ["taxonomy", "term"]
enableRobotsTXT = true
[markup.highlight]
noClasses = false
[markup.tableOfContents]
startLevel = 2
endLevel = 2
[markup.goldmark.renderHooks.link]
useEmbedded = "never"
[languages.en]
contentDir = "content/en"
languageCode = "en"
weight = 1
[languages.zh]
contentDir = "content/zh"
languageCode = "zh-Hans"
hasCJKLanguage = true
weight = 2
""",
    "layouts/_default/baseof.html": """<!doctype html>
<html lang="{{ .Site.Language.LanguageCode }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.LanguageCode }}" href="{{ .Permalink }}">
{{ end }}{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}" title="{{ $.Site.Title }}">
{{ end }}</head>
<body>
<header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
<nav aria-label="Sections">{{ range slice "now" "releases" "modules" "drivers" "architecture" "timeline" "metrics" "cases" "articles" }}
<a href="/{{ $.Site.Language.Lang }}/{{ . }}/"{{ if eq . $.Section }} aria-current="true"{{ end }}>{{ . }}</a>{{ end }}
</nav>
{{ range .Translations }}<a href="{{ .RelPermalink }}" hreflang="{{ .Language.LanguageCode }}">{{ .Language.LanguageCode }}</a>{{ end }}
</header>
<main>{{ block "main" . }}{{ end }}</main>
<footer>{{ range slice "methodology" "about" "cite" "contribute" "licenses" "privacy" "data" "glossary" "claims" "translations" "diagnostics" }}
<a href="/{{ $.Site.Language.Lang }}/{{ . }}/">{{ . }}</a>{{ end }}
</footer>
</body>
</html>
""",
    "layouts/_default/single.html": """{{ define "main" }}<nav aria-label="Breadcrumb"><ol>{{ range .Ancestors.Reverse }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ol></nav>
<article>
<h1>{{ .Title }}</h1>
<p class="summary">{{ .Params.summary | markdownify }}</p>
<p class="by"><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ .Params.author }}</p>
{{ .TableOfContents }}
{{ .Content }}
</article>
<nav aria-label="Neighbours">{{ with .NextInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .PrevInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
{{ end }}""",
    "layouts/_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .RegularPagesRecursive }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
<p>{{ .Params.summary | markdownify }}</p></li>{{ end }}
</ul>
{{ end }}""",
}


def write_both(ours, hugo, count):
    for path, text in HUGO.items():
        write(os.path.join(hugo, path), text)
    first_day = datetime.date(2012, 1, 1)
    for number in range(count):
        date = first_day + datetime.timedelta(days=number)
        for lang in ("en", "zh"):
            writer = Writer(number, lang, count)
            front = (f"---\ntitle: \"{writer.title()}\"\nsummary: \"{writer.clause()}\"\ndate: {date}\nauthor: \"Bench\"\n"
                     f"keywords: [kernel, {writer.pick(NOUNS)}]\n---\n")
            body = writer.body()
            write(os.path.join(ours, "articles", slug(number), f"{lang}.md"), front + linked(body, "../{}/" + f"{lang}.md"))
            write(os.path.join(hugo, "content", lang, "articles", f"{slug(number)}.md"), front + linked(body, "../{}/"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ours")
    parser.add_argument("hugo")
    parser.add_argument("--articles", type=int, default=5_000)
    arguments = parser.parse_args()
    write_both(arguments.ours, arguments.hugo, arguments.articles)


if __name__ == "__main__":
    main()
