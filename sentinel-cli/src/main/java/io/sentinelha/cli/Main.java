package io.sentinelha.cli;

import java.io.File;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The entry point. */
@Command(
    name = "sentinel",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Keeps a Redis-protocol master available: several supervisors watch it, agree that it is"
          + " down, promote a replica, and tell clients where the master is now.",
      "",
      "'sentinel FILE ...' is short for 'sentinel run FILE ...'."
    },
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands ('sentinel COMMAND --help' tells more):%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason is on standard error",
      "2:wrong usage of the command line",
      "3:no master of that name is watched",
      "4:no supervisor answers at that address",
      "5:a master would not be failed over if it died now (what-if)",
      "7:the supervisor wants a password, or another one",
      "70:the daemon ended itself: it found itself in an impossible state (see its log)",
      "99:the daemon ended because SENTINEL SIMULATE-FAILURE ordered it"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel demo                          see a failover happen, from nothing",
      "  sentinel check-config sentinel.conf    what is wrong with a file, and where",
      "  sentinel sentinel.conf                 run a supervisor with that file",
      "  sentinel masters -p 26379              what does that supervisor watch?",
      "  sentinel master-addr mymaster          where is this master now?",
      "  sentinel explain --master mymaster     what happened in its last failover, and why?",
      "  sentinel what-if                       what would happen if a master died now?"
    },
    subcommands = {
      RunCommand.class,
      CheckConfigCommand.class,
      ReplayCommand.class,
      ServerCommand.class,
      DemoCommand.class,
      QueryCommands.Masters.class,
      QueryCommands.Replicas.class,
      QueryCommands.Sentinels.class,
      QueryCommands.MasterAddr.class,
      HistoryCommand.class,
      ExplainCommand.class,
      WhatIfCommand.class,
      CommandLine.HelpCommand.class
    })
final class Main implements Runnable {

  private static final String RUN = "run";
  private static final String SERVER = "server";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args), line -> {}));
  }

  /** Runs one command line, prints to these, and returns the exit status. */
  static int run(List<String> args, PrintWriter out, PrintWriter err) {
    return run(args, line -> line.setOut(out).setErr(err));
  }

  private static int run(List<String> args, Consumer<CommandLine> output) {
    List<String> words = withRun(args);
    Optional<CommandLine> daemon = daemon(words);
    CommandLine line = daemon.orElseGet(() -> new CommandLine(new Main()));
    line.setExecutionExceptionHandler(Main::explain).setCaseInsensitiveEnumValuesAllowed(true);
    output.accept(line);
    List<String> rest = daemon.isPresent() ? words.subList(1, words.size()) : words;
    return line.execute(rest.toArray(String[]::new));
  }

  /**
   * A daemon by itself: making the commands that it is not would take longer than the rest of its
   * start.
   */
  private static Optional<CommandLine> daemon(List<String> words) {
    String name = words.isEmpty() ? "" : words.get(0);
    Optional<CommandLine> line =
        switch (name) {
          case RUN -> Optional.of(new CommandLine(new RunCommand()));
          case SERVER -> Optional.of(new CommandLine(new ServerCommand()));
          default -> Optional.empty();
        };
    return line.map(
        made ->
            made.setCommandName("sentinel " + name)
                .setStopAtPositional(true)
                .setUnmatchedOptionsArePositionalParams(name.equals(SERVER)));
  }

  /**
   * {@code sentinel FILE ...} means {@code sentinel run FILE ...}, so that the program can stand in
   * for redis-sentinel as it is called by scripts and unit files; so does an option of {@code run}
   * before the file.
   */
  private static List<String> withRun(List<String> args) {
    if (args.isEmpty() || !(isFile(args.get(0), args) || isOfRun(args.get(0)))) {
      return args;
    }
    List<String> all = new ArrayList<>(args);
    all.add(0, RUN);
    return all;
  }

  private static boolean isFile(String word, List<String> args) {
    if (word.startsWith("-") || word.equals(RUN) || word.equals(SERVER)) {
      return false;
    }
    return word.indexOf('/') >= 0
        || word.indexOf('.') >= 0
        || (!isCommand(word) && (args.contains("--sentinel") || new File(word).exists()));
  }

  /** Tells it without making the command. */
  private static boolean isCommand(String word) {
    return Arrays.stream(Main.class.getAnnotation(Command.class).subcommands())
        .anyMatch(command -> command.getAnnotation(Command.class).name().equals(word));
  }

  private static boolean isOfRun(String word) {
    return RunCommand.OPTIONS.stream().anyMatch(o -> word.equals(o) || word.startsWith(o + "="));
  }

  private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
    if (failure instanceof Refusal refusal) {
      line.getErr().println(refusal.text());
      return refusal.status();
    }
    line.getErr().println("internal error: " + failure);
    failure.printStackTrace(line.getErr());
    return Refusal.FAILED;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
