#include "cli/completion.h"

#include <fmt/format.h>

namespace underpin {

namespace {

std::string long_options(const CLI::App& app) {
    std::string words;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) words += " --" + name;
    }
    return words;
}

std::vector<const CLI::App*> subcommands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

std::string names_of(const std::vector<const CLI::App*>& commands) {
    std::string words;
    for (const auto* command : commands) {
        words += (words.empty() ? "" : " ") + command->get_name();
    }
    return words;
}

// A description inside of single quotes and square brackets.
std::string quoted(std::string text) {
    std::string safe;
    for (const auto c : text) {
        if (c == '\'' || c == '[' || c == ']' || c == ':') continue;
        safe += c;
    }
    return safe;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    const auto commands = subcommands_of(app);
    std::string cases;
    for (const auto* command : commands) {
        const auto nested = subcommands_of(*command);
        cases += fmt::format("        {}) words=\"{}{}{}\" ;;\n", command->get_name(),
                             names_of(nested), long_options(*command), long_options(app));
    }
    return fmt::format(
        "# bash completion for underpin; load it with: source <(underpin completion bash)\n"
        "_underpin() {{\n"
        "    local current=\"${{COMP_WORDS[COMP_CWORD]}}\" "
        "previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
        "    local command=\"\" word words\n"
        "    for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
        "        case \" {0} \" in *\" $word \"*) command=\"$word\"; break ;; esac\n"
        "    done\n"
        "    case \"$previous\" in\n"
        "        --output) COMPREPLY=($(compgen -W \"table json csv\" -- \"$current\")); return "
        ";;\n"
        "        -f|--file|--to) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
        "    esac\n"
        "    case \"$command\" in\n"
        "{1}"
        "        *) words=\"{0}{2}\" ;;\n"
        "    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
        "}}\n"
        "complete -F _underpin underpin\n",
        names_of(commands), cases, long_options(app));
}

std::string zsh_completion(const CLI::App& app) {
    std::string commands, cases;
    for (const auto* command : subcommands_of(app)) {
        commands += fmt::format("        '{}:{}'\n", command->get_name(),
                                quoted(command->get_description()));
        std::string options;
        for (const auto* option : command->get_options()) {
            for (const auto& name : option->get_lnames()) {
                options += fmt::format(" '--{}[{}]'", name, quoted(option->get_description()));
            }
        }
        cases += fmt::format("        {}) _arguments{} '*:file:_files' ;;\n", command->get_name(),
                             options);
    }
    return fmt::format(
        "#compdef underpin\n"
        "# zsh completion for underpin; save it as _underpin in a folder of $fpath\n"
        "_underpin() {{\n"
        "    local -a commands\n"
        "    commands=(\n{}    )\n"
        "    if (( CURRENT == 2 )); then\n"
        "        _describe 'command' commands\n"
        "        return\n"
        "    fi\n"
        "    case \"$words[2]\" in\n{}    esac\n"
        "}}\n"
        "_underpin \"$@\"\n",
        commands, cases);
}

Command completion_command(CLI::App& app) {
    auto* command = app.add_subcommand("completion", "Print completion for a shell");
    command->footer(
        "Examples:\n"
        "  source <(underpin completion bash)\n"
        "  underpin completion zsh > ~/.zfunc/_underpin");
    auto shell = std::make_shared<std::string>();
    command->add_option("shell", *shell, "bash or zsh")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh"}));
    return {command, [shell, &app](Workbench&) {
                fmt::print("{}", *shell == "bash" ? bash_completion(app) : zsh_completion(app));
                return 0;
            }};
}

}  // namespace underpin
