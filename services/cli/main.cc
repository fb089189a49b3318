// The parts list: every verb, its flags, and who runs it.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <thread>

#include "base/text.h"
#include "cli/changes.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "model/metric.h"

namespace ferrotype {

StopFlag& InterruptFlag() {
  static StopFlag flag;
  return flag;
}

int Threads(const Options& options) {
  return options.jobs > 0 ? options.jobs : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

namespace {

void OnSignal(int signal) {
  if (InterruptFlag().requested()) _exit(128 + signal);  // asked twice: at once
  InterruptFlag().Request();
}

void CatchSignals() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// An unknown flag or verb, with the nearest that there is.
std::string Suggestion(const CLI::App& app, const std::string& given) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    known.push_back(verb->get_name());
  const std::optional<std::string> nearest = Nearest(given.substr(0, given.find('=')), known);
  return nearest ? fmt::format("; did you mean {}?", *nearest) : "; `ferrotype --help` shows all";
}

struct Verb {
  CLI::App* app;
  std::function<int(const Options&)> run;
};

void AddCommon(CLI::App& app, Options& options) {
  app.add_flag("--quiet", options.quiet, "No progress and no notices on stderr");
  app.add_flag("--verbose", options.verbose, "A notice on stderr as each release is done");
}

void AddStore(CLI::App& app, Options& options) {
  app.add_option("--store", options.store, "Folder of the store")->capture_default_str();
  AddCommon(app, options);
}

void AddFormat(CLI::App& app, Options& options) {
  const std::map<std::string, Format> formats = {
      {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}};
  app.add_option("--format", options.format, "table, json or csv")
      ->transform(CLI::CheckedTransformer(formats).description(""));
}

void AddSite(CLI::App& app, Options& options) {
  app.add_option("--content", options.content, "What people write")->capture_default_str();
  app.add_option("--templates", options.templates, "How it looks")->capture_default_str();
  app.add_option("--base-url", options.base_url, "Where the site will stand, for feeds and the sitemap");
}

void AddJobs(CLI::App& app, Options& options) {
  app.add_option("--jobs", options.jobs, "Threads; default: one a core")->check(CLI::Range(1, 1024));
}

void AddTo(CLI::App& app, Options& options) {
  app.add_option("--to", options.to,
                 "Folder to publish to, or a target of ferrotype.toml; web servers serve DIR/current")
      ->option_text("DIR")
      ->capture_default_str();
  app.add_option("--keep", options.keep, "Editions that stay on disk")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  app.add_option("--hook", options.hook, "A command that gets the change report on its standard input");
}

// What people who write need.
void AddEditors(const std::function<CLI::App&(const char*, const char*, const char*, int (*)(const Options&))>& verb,
                Options& options) {
  CLI::App& check = verb("check", "Tell all that is wrong with texts, their data, translations and links",
                         "ferrotype check content/articles --format sarif", RunCheck);
  check.add_option("PATH", options.sources, "Files or folders of content; default: all of it, and the finished pages");
  check.add_option("--format", options.report, "text, json or sarif")
      ->check(CLI::IsMember(std::vector<std::string>{"text", "json", "sarif"}).description(""));
  check.add_option("--out", options.emitted, "The folder of a finished site: what lies there is checked too");
  AddStore(check, options);
  AddSite(check, options);
  AddJobs(check, options);

  CLI::App& translated = verb("translated", "Record that a translation is up to date with its original",
                              "ferrotype translated content/articles/x/zh.md --section numbers", RunTranslated);
  translated.add_option("PATH", options.sources, "The translation, an en.md or a zh.md")->required()->expected(1);
  translated.add_option("--section", options.section, "Only this section, by its {#id}; default: all");
  translated.add_option("--content", options.content, "What people write")->capture_default_str();
  AddCommon(translated, options);

  CLI::App& fresh = verb("new", "Begin a text: its folder, both languages, front matter",
                         "ferrotype new article rust-in-drivers", RunNew);
  fresh.add_option("KIND", options.kind, "article, case-study, commentary, event, paper or page")->required();
  fresh.add_option("SLUG", options.slug, "Its name in addresses: a-z, 0-9 and -")->required();
  fresh.add_option("--date", options.date, "YYYY-MM-DD; default: today");
  fresh.add_option("--release", options.release, "Of a commentary: the release it speaks of");
  fresh.add_option("--content", options.content, "What people write")->capture_default_str();
  AddCommon(fresh, options);

  CLI::App& import =
      verb("import", "Take in a text that was written elsewhere, as a draft with questions to its editor",
           "ferrotype import report.md --split --slug a-report", RunImport);
  import.add_option("FILE", options.sources, "Markdown or plain text, in UTF-8")->required()->expected(1);
  import.add_option("--slug", options.slug, "Its name in addresses; default: from its title or the file's name");
  import.add_option("--lang", options.language, "en or zh; default: found out")
      ->check(CLI::IsMember(std::vector<std::string>{"en", "zh"}).description(""));
  CLI::Option* split = import.add_flag("--split", options.split, "Both languages stand in it: take them apart");
  split->excludes(import.get_option("--lang"));
  import
      .add_option("--kind", options.kind, "article, case-study, commentary, event, paper or page; default: found out")
      ->check(CLI::IsMember(std::vector<std::string>{"article", "case-study", "commentary", "event", "paper", "page"})
                  .description(""));
  import.add_option("--content", options.content, "What people write")->capture_default_str();
  AddCommon(import, options);
}

using AddVerb = std::function<CLI::App&(const char*, const char*, const char*, int (*)(const Options&))>;

void AddBrokers(CLI::App& app, Options& options) {
  app.add_option("--brokers", options.brokers, "Kafka's brokers")->option_text("HOST:PORT[,...]");
  app.add_option("--topic-prefix", options.topic_prefix, "What topics and groups are called before the dot")
      ->capture_default_str();
  app.add_option("--kafka", options.kafka, "A setting of librdkafka, such as security.protocol=ssl")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
}

void AddTopics(CLI::App& app, Options& options) {
  AddBrokers(app, options);
  app.add_option("--partitions", options.partitions, "Of topics that are spread; default: what they have, 12 when made")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--replication", options.replication, "Copies of each partition; default: what they have")
      ->check(CLI::Range(1, 100));
  app.add_option("--metrics", options.metrics_address, "Where it tells how it is: 9464, 0.0.0.0:9464; default: nowhere")
      ->option_text("[HOST:]PORT");
  app.add_option("--log-format", options.log_format, "logfmt or json")->capture_default_str();
}

// One machine is many services: what runs over Kafka.
void AddServices(const AddVerb& verb, Options& options) {
  CLI::App& planner =
      verb("planner", "Service: looks for releases and hands out what is new in them",
           "ferrotype planner /srv/linux.git --tags 'mainline stable' --brokers kafka:9092", RunPlannerVerb);
  planner.add_option("SOURCE[@NAME]", options.sources,
                     "A git repository: a path, or an address that is mirrored; or tarballs and directories, which are "
                     "imported into a repository of --clones; default: `sources` of ferrotype.toml");
  planner.add_option("--repository", options.repository, "What work calls it; default: the last part of its address");
  planner.add_option("--tags", options.tags, "Which tags: mainline, stable, rc, globs, !glob, since:v6.1");
  planner.add_option("--every", options.every, "Time between looks: 30m, 1h")->capture_default_str();
  planner.add_flag("--once", options.once, "Ends when all that one look finds is complete, or has failed");
  planner.add_option("--ahead", options.ahead, "Releases that are handed out and not complete at once")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  planner.add_option("--clones", options.clones, "Folder of mirrors")->capture_default_str();
  AddTopics(planner, options);
  AddCommon(planner, options);

  CLI::App& analyzer = verb("analyzer", "Service: answers work, as one of any number",
                            "ferrotype analyzer linux=/srv/linux.git --brokers kafka:9092", RunAnalyzerVerb);
  analyzer.add_option(
      "REPOSITORY", options.sources,
      "[NAME=]PATH or address, which is mirrored tag by tag; default: `repositories` of ferrotype.toml");
  analyzer.add_option("--clones", options.clones, "Folder of mirrors")->capture_default_str();
  AddJobs(analyzer, options);
  AddTopics(analyzer, options);
  AddCommon(analyzer, options);

  CLI::App& aggregator = verb("aggregator", "Service: findings into the store; says when a release is complete",
                              "ferrotype aggregator --store /srv/store --brokers kafka:9092", RunAggregatorVerb);
  aggregator.add_option("--snapshots", options.snapshots,
                        "Folder of snapshots for publishers; default: in the store's");
  aggregator.add_flag("--replay", options.replay, "Reads the topics from their beginning into the store that is there");
  AddTopics(aggregator, options);
  AddStore(aggregator, options);

  CLI::App& publisher =
      verb("publisher", "Service: publishes an edition when releases are complete",
           "ferrotype publisher --snapshots /srv/store/snapshots --to /srv/ferrotype --brokers kafka:9092",
           RunPublisherVerb);
  publisher.add_option("--snapshots", options.snapshots,
                       "Folder of an aggregator's snapshots; default: in the store's");
  publisher.add_option("--every", options.every, "Time after which changed content is published too")
      ->capture_default_str();
  publisher.add_flag("--once", options.once, "Ends after the first edition");
  AddTo(publisher, options);
  AddTopics(publisher, options);
  AddStore(publisher, options);
  AddSite(publisher, options);
  AddJobs(publisher, options);

  CLI::App& status = verb("status", "How far the cluster is; on a terminal until Ctrl-C",
                          "ferrotype status --brokers kafka:9092", RunStatus);
  status.add_flag("--once", options.once, "Prints it once, on a terminal too");
  AddBrokers(status, options);
  AddFormat(status, options);
  AddCommon(status, options);

  CLI::App& letters = verb("dead-letters", "What could not be done: list, show ID, retry ID..., drop ID...",
                           "ferrotype dead-letters retry work-3-17 --brokers kafka:9092", RunDeadLetters);
  letters.add_option("ACTION", options.action, "list, show, retry or drop")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>{"list", "show", "retry", "drop"}).description(""));
  letters.add_option("ID", options.letters, "As list shows them");
  letters.add_flag("--all", options.all, "list: those that were retried or dropped too; retry, drop: every open one");
  AddBrokers(letters, options);
  AddFormat(letters, options);
  AddCommon(letters, options);
}

std::vector<Verb> AddVerbs(CLI::App& app, Options& options) {
  std::vector<Verb> verbs;
  const auto verb = [&](const char* name, const char* what, const char* example,
                        int (*run)(const Options&)) -> CLI::App& {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->footer(std::string("Example:\n  ") + example);
    verbs.push_back({sub, run});
    return *sub;
  };

  CLI::App& analyze = verb("analyze", "Measure releases from git repositories, tarballs or directories into the store",
                           "ferrotype analyze linux.git@'v7.*' --store build/store", RunAnalyze);
  analyze
      .add_option(
          "SOURCE[@NAME]", options.sources,
          "A repository (NAME: a tag, revision or glob), a .tar.xz/.gz/.zst, or a directory (NAME: what to call it)")
      ->required();
  analyze.add_option("--date", options.date, "The release's date, YYYY-MM-DD, where the source doesn't tell it");
  analyze.add_option("--tags", options.tags, "Globs that select tags when a repository is given without NAME");
  AddStore(analyze, options);
  AddJobs(analyze, options);
  AddFormat(analyze, options);

  CLI::App& list = verb("list", "What the store holds", "ferrotype list files v7.2.13-debian --format csv", RunList);
  const std::vector<std::string> lists = {"releases",      "files",      "modules",  "drivers",      "unsafe",
                                          "chains",        "symbols",    "bindings", "entry-points", "toolchain",
                                          "disagreements", "milestones", "metrics"};
  list.add_option("WHAT", options.what, fmt::format("{}", fmt::join(lists, ", ")))
      ->required()
      ->check(CLI::IsMember(lists).description(""));
  list.add_option(
      "RELEASE", options.release,
      "A release's exact name, or v7.2.* for the newest of a series; default: the newest measured (files want one)");
  AddStore(list, options);
  AddFormat(list, options);

  CLI::App& query =
      verb("query", "Metrics of a release", "ferrotype query v7.2.13-debian rust.lines.code --by owner", RunQuery);
  query.add_option("RELEASE", options.release, "A release's exact name, or v7.2.* for the newest of a series")
      ->required();
  query.add_option("METRIC", options.metrics, "Ids; all when none is given");
  query.add_option("--by", options.by, fmt::format("{}", fmt::join(kDimensions, ", ")))
      ->check(CLI::IsMember(std::vector<std::string>(kDimensions.begin(), kDimensions.end())).description(""));
  AddStore(query, options);
  AddFormat(query, options);

  CLI::App& diff = verb("diff", "Two releases side by side", "ferrotype diff v6.12.117-debian v7.2.13-debian", RunDiff);
  diff.add_option("FROM", options.release, "A release")->required();
  diff.add_option("TO", options.other_release, "Another one")->required();
  std::vector<std::string> changes = ChangeLists();
  changes.insert(changes.begin(), "metrics");
  diff.add_option("WHAT", options.what,
                  fmt::format("{}; default: metrics, and in a table all", fmt::join(changes, ", ")))
      ->check(CLI::IsMember(changes).description(""));
  AddStore(diff, options);
  AddFormat(diff, options);

  CLI::App& render = verb("render", "Print the site from the store, content and templates",
                          "ferrotype render --store build/store --out build/site", RunRender);
  render.add_option("--out", options.out, "Folder of the site")->capture_default_str();
  AddStore(render, options);
  render.add_flag("!--no-twins", options.twins, "No .gz and .br beside files: for hosts that compress by themselves");
  AddSite(render, options);
  AddJobs(render, options);

  CLI::App& serve = verb("serve", "Show the site on this machine while it is written",
                         "ferrotype serve --store build/store --port 8000", RunServe);
  serve.add_option("--port", options.port, "TCP port on 127.0.0.1")->check(CLI::Range(1, 65535))->capture_default_str();
  AddStore(serve, options);
  AddSite(serve, options);
  AddJobs(serve, options);

  AddEditors(verb, options);

  CLI::App& verify = verb("verify", "Derive a release again from its source and compare",
                          "ferrotype verify v7.2.13-debian linux-7.2.13.tar.xz", RunVerify);
  verify.add_option("RELEASE", options.release, "A release in the store")->required();
  verify.add_option("SOURCE", options.sources, "Where to read it from; default: where it was read from")
      ->expected(0, 1);
  AddStore(verify, options);
  AddJobs(verify, options);

  CLI::App& publish = verb("publish", "Publish an edition of the site: checked, then switched to in one step",
                           "ferrotype publish --to /srv/ferrotype --base-url https://example.org/", RunPublish);
  AddTo(publish, options);
  AddStore(publish, options);
  AddSite(publish, options);
  AddJobs(publish, options);

  CLI::App& rollback = verb("rollback", "Serve the edition before, or another that is still there",
                            "ferrotype rollback --to /srv/ferrotype", RunRollback);
  rollback.add_option("--to", options.to, "Folder that the site was published to, or a target")->capture_default_str();
  CLI::Option* edition = rollback.add_option("--edition", options.edition, "Its id, or the beginning of it");
  rollback.add_flag("--forward", options.forward, "The edition after instead")->excludes(edition);
  AddCommon(rollback, options);

  CLI::App& watch = verb("watch", "Look for new releases, measure them and publish, again and again",
                         "ferrotype watch git://example.org/linux.git --every 1h --to /srv/ferrotype", RunWatch);
  watch.add_option("SOURCE", options.watched,
                   "Repositories (a path, file://, git://, https://), and folders where tarballs arrive");
  watch.add_option("--tags", options.tags, "Which tags: mainline, stable, rc, globs, !glob, since:v6.1");
  CLI::Option* once = watch.add_flag("--once", options.once, "One look, for timers");
  watch.add_option("--every", options.every, "Time between looks: 30m, 1h")->excludes(once)->capture_default_str();
  watch.add_option("--repository", options.repository, "With --brokers: what analyzers call the repository");
  watch.add_option("--snapshots", options.snapshots,
                   "With --brokers: folder of the aggregator's snapshots; default: in the store's");
  AddTopics(watch, options);
  AddTo(watch, options);
  AddStore(watch, options);
  AddSite(watch, options);
  AddJobs(watch, options);

  AddServices(verb, options);
  return verbs;
}

int Usage(const CLI::App& verb, const std::string& message) {
  fmt::print(stderr, "ferrotype: error: {}\n{}\n", message,
             fmt::format("Try: ferrotype {} --help", verb.get_parent() != nullptr ? verb.get_name() : ""));
  return kUsage;
}

int Main(int argc, char** argv) {
  Options options;
  const char* named = std::getenv("FERROTYPE_CONFIG");
  std::error_code error;
  const std::string settings = named != nullptr ? named : "ferrotype.toml";
  if (named != nullptr || std::filesystem::exists(settings, error)) {
    if (const Result<void> read = ReadSettings(settings, options); !read) {
      fmt::print(stderr, "ferrotype: error: {}\n", read.error().message);
      return kUsage;
    }
  }

  if (const Result<void> read = ReadEnvironment(options); !read) {
    fmt::print(stderr, "ferrotype: error: {}\n", read.error().message);
    return kUsage;
  }

  CLI::App app(
      "Ferrotype 铁版: how Rust enters the Linux kernel, release by release, measured and printed.\n"
      "Settings: flags, then FERROTYPE_STORE, _CONTENT, _TEMPLATES, _OUT, _BASE_URL, _TAGS, _TO, _KEEP, _HOOK, _EVERY, "
      "_JOBS, "
      "_BROKERS, _KAFKA_... and others in the environment, then ferrotype.toml here (or the file that FERROTYPE_CONFIG "
      "names).",
      "ferrotype");
  app.set_version_flag("--version", "ferrotype " FERROTYPE_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 done but a check did not hold, 2 wrong usage, 3 input refused, 4 the surroundings fail, "
      "130 stopped.");
  const std::vector<Verb> verbs = AddVerbs(app, options);
  const auto chosen = [&]() -> const CLI::App& {
    for (const Verb& verb : verbs) {
      if (verb.app->parsed()) return *verb.app;
    }
    return app;
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ExtrasError&) {
    const CLI::App& verb = chosen();
    const std::vector<std::string> extras = verb.remaining().empty() ? app.remaining() : verb.remaining();
    const std::string given = extras.empty() ? "" : extras.front();
    return Usage(verb, fmt::format("unknown argument \"{}\"{}", Printable(given), Suggestion(verb, given)));
  } catch (const CLI::ParseError& wrong) {
    const CLI::App& verb = chosen();
    if (&verb == &app && argc > 1)
      return Usage(app, fmt::format("unknown argument \"{}\"{}", Printable(argv[1]), Suggestion(app, argv[1])));
    return Usage(verb, Printable(wrong.what()));
  }
  if (options.what == "files" && options.release.empty())
    return Usage(chosen(), "list files needs a release: `ferrotype list releases` shows them");
  CatchSignals();
  for (const Verb& verb : verbs) {
    if (verb.app->parsed()) return verb.run(options);
  }
  return kUsage;
}

}  // namespace
}  // namespace ferrotype

int main(int argc, char** argv) { return ferrotype::Main(argc, argv); }
