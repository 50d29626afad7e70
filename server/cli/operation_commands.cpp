// migrate, backup, restore, doctor, plugin: keeping an installation well.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/options.h"
#include "cli/progress.h"
#include "store/archive.h"
#include "store/migrations.h"
#include "work/doctor_json.h"

namespace underpin {

namespace {

Command migrate_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "migrate", "Bring the database's schema up to date (a server database needs this once)");
    command->footer(
        "Example:\n  underpin migrate --database mysql://underpin:secret@db:3306/underpin");
    return {command, [](Workbench& bench) {
                const auto migrated = require(migrate(bench.options().database));
                if (bench.options().output == OutputFormat::json) {
                    const nlohmann::ordered_json json{
                        {"from", migrated.from}, {"to", migrated.to}, {"steps", migrated.steps}};
                    fmt::print("{}\n", json.dump(2));
                    return 0;
                }
                for (const auto& step : migrated.steps) fmt::print("{}\n", step);
                fmt::print("the schema is {} version {}\n",
                           migrated.steps.empty() ? "up to date at" : "now at", migrated.to);
                return 0;
            }};
}

nlohmann::ordered_json archive_json(const ArchiveInfo& info) {
    return {{"created", format_instant(info.created)},
            {"backend", info.backend},
            {"schema_version", info.schema_version},
            {"rows", info.rows},
            {"bytes", info.file_bytes}};
}

std::int64_t rows_of(const ArchiveInfo& info) {
    std::int64_t rows = 0;
    for (const auto& [table, count] : info.rows) rows += count;
    return rows;
}

Command backup_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("backup", "Write everything to one file, while others go on working");
    command->footer("Example:\n  underpin backup underpin-2024-05-01.backup");
    auto file = std::make_shared<std::filesystem::path>();
    command->add_option("file", *file, "The file to write; it must not exist")->required();
    return {command,
            [file](Workbench& bench) {
                Progress progress("backing up");
                const auto info = require(backup(bench.database(), *file, [&](std::int64_t rows) {
                    progress.update(static_cast<std::uint64_t>(rows), 0, "rows");
                }));
                if (bench.options().output == OutputFormat::json) {
                    fmt::print("{}\n", archive_json(info).dump(2));
                } else {
                    fmt::print("wrote {} rows to {} ({} bytes)\n", rows_of(info), file->string(),
                               info.file_bytes);
                }
                return 0;
            },
            true};
}

struct RestoreArguments {
    std::filesystem::path file;
    bool replace = false;
};

Command restore_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "restore", "Fill an empty database from a backup (of either kind of database)");
    command->footer(
        "Examples:\n"
        "  underpin restore underpin-2024-05-01.backup --database sqlite://restored.db\n"
        "  underpin restore underpin-2024-05-01.backup --replace");
    auto arguments = std::make_shared<RestoreArguments>();
    command->add_option("file", arguments->file, "A file that `underpin backup` wrote")->required();
    command->add_flag("--replace", arguments->replace,
                      "Empty the database first; what is in it now is lost");
    return {
        command, [arguments](Workbench& bench) {
            Progress progress("restoring");
            RestoreOptions options;
            options.replace = arguments->replace;
            options.actor = bench.options().actor;
            options.progress = [&](std::int64_t rows) {
                progress.update(static_cast<std::uint64_t>(rows), 0, "rows");
            };
            const auto info =
                require(restore(bench.options().database, bench.clock(), arguments->file, options));
            if (bench.options().output == OutputFormat::json) {
                fmt::print("{}\n", archive_json(info).dump(2));
            } else {
                fmt::print("restored {} rows from {}\n", rows_of(info), arguments->file.string());
            }
            return 0;
        }};
}

DoctorReport examined(Workbench& bench, DoctorDepth depth) {
    Progress progress("computing again");
    return examine(bench.context(), {depth, [&](std::size_t done, std::size_t total) {
                                         progress.update(done, total, "measurements");
                                     }});
}

Command doctor_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "doctor", "Check that database, journal, measurements and plugins hold together");
    command->footer(
        "Examples:\n"
        "  underpin doctor\n"
        "  underpin doctor --quick        without computing anything again\n"
        "  underpin doctor --deep         computes every stored measurement again");
    auto quick = std::make_shared<bool>(false), deep = std::make_shared<bool>(false);
    auto* shallow = command->add_flag(
        "--quick", *quick, "Leave the contents of blobs, records and measurements alone");
    command
        ->add_flag("--deep", *deep,
                   "Compute all stored measurements again from their evidence, not only some")
        ->excludes(shallow);
    return {command,
            [quick, deep](Workbench& bench) {
                const auto report = examined(bench, *quick  ? DoctorDepth::quick
                                                    : *deep ? DoctorDepth::deep
                                                            : DoctorDepth::sample);
                if (bench.options().output == OutputFormat::json) {
                    fmt::print("{}\n", doctor_json(report).dump(2));
                } else {
                    for (const auto& check : report.checks) {
                        fmt::print("{:<6} {:<12} {}\n", check.faults.empty() ? "ok" : "FAULT",
                                   check.name, check.detail);
                        for (const auto& fault : check.faults) fmt::print("         {}\n", fault);
                    }
                }
                if (!report.ok()) {
                    fmt::print(stderr,
                               "underpin: doctor found faults\n"
                               "  hint: keep the database as it is, and restore the last backup\n");
                    return 1;
                }
                return 0;
            },
            true};
}

const char* kind_word(PluginKind kind) {
    return kind == PluginKind::importer ? "importer" : "scorer";
}

nlohmann::ordered_json plugin_json(const PluginInfo& plugin) {
    return {{"name", plugin.name},       {"kind", kind_word(plugin.kind)},
            {"version", plugin.version}, {"abi", plugin.abi},
            {"title", plugin.title},     {"path", plugin.path.string()},
            {"sha256", plugin.sha256}};
}

int list_plugins(Workbench& bench) {
    const auto plugins = bench.plugins().list();
    if (bench.options().output == OutputFormat::json) {
        auto all = nlohmann::ordered_json::array();
        for (const auto& plugin : plugins) {
            all.push_back(plugin.info ? plugin_json(*plugin.info)
                                      : nlohmann::ordered_json{{"path", plugin.path.string()},
                                                               {"problem", plugin.fault}});
        }
        fmt::print("{}\n", all.dump(2));
        return 0;
    }
    Table table({{"Name"}, {"Kind"}, {"Version"}, {"ABI"}, {"What it does", Align::left, true}});
    for (const auto& plugin : plugins) {
        if (plugin.info) {
            table.add(
                {plugin.info->name, kind_word(plugin.info->kind), plugin.info->version,
                 plugin.info->abi,
                 plugin.info->description.empty() ? plugin.info->title : plugin.info->description});
        } else {
            table.add({plugin.path.stem().string(), "-", "-", "-", "not loaded: " + plugin.fault});
        }
    }
    fmt::print("{}", bench.options().output == OutputFormat::csv
                         ? table.csv()
                         : table.text(bench.options().render()));
    return 0;
}

int show_plugin(Workbench& bench, const std::string& name) {
    const auto plugin = require(bench.plugins().info(name));
    const auto schema = nlohmann::ordered_json::parse(plugin.config_schema, nullptr, false);
    if (bench.options().output == OutputFormat::json) {
        auto json = plugin_json(plugin);
        json["description"] = plugin.description;
        json["schema"] = schema;
        fmt::print("{}\n", json.dump(2));
        return 0;
    }
    fmt::print("{} {} ({}, ABI {})\n{}\n", plugin.name, plugin.version, kind_word(plugin.kind),
               plugin.abi, plugin.title);
    if (!plugin.description.empty()) fmt::print("{}\n", plugin.description);
    fmt::print("file    {}\nsha256  {}\n", plugin.path.string(), plugin.sha256);
    if (!schema.is_object() || !schema.contains("properties")) return 0;
    fmt::print("\nConfiguration:\n");
    Table table({{"Key"}, {"Default"}, {"Meaning", Align::left, true}});
    for (const auto& [key, property] : schema["properties"].items()) {
        table.add({key, property.contains("default") ? property["default"].dump() : "",
                   property.value("description", property.value("title", ""))});
    }
    fmt::print("{}", table.text(bench.options().render(), 2));
    return 0;
}

Command plugin_command(CLI::App& app) {
    auto* command = app.add_subcommand("plugin", "The installed importers and scorers");
    command->footer(
        "Examples:\n"
        "  underpin plugin list\n"
        "  underpin plugin info csv");
    command->require_subcommand(1);
    auto name = std::make_shared<std::string>();
    auto* list = command->add_subcommand("list", "List them, with what could not be loaded");
    auto* info = command->add_subcommand("info", "Show one, with its configuration");
    info->add_option("name", *name, "The plugin's name")->required();
    return {command, [list, name](Workbench& bench) {
                return list->parsed() ? list_plugins(bench) : show_plugin(bench, *name);
            }};
}

}  // namespace

std::vector<Command> operation_commands(CLI::App& app) {
    return {migrate_command(app), backup_command(app), restore_command(app), doctor_command(app),
            plugin_command(app)};
}

}  // namespace underpin
