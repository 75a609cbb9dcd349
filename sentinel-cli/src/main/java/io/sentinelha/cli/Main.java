package io.sentinelha.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "  sentinel master-addr mymaster          where is this master now?"
    },
    subcommands = {
      RunCommand.class,
      CheckConfigCommand.class,
      DemoCommand.class,
      QueryCommands.Masters.class,
      QueryCommands.Replicas.class,
      QueryCommands.Sentinels.class,
      QueryCommands.MasterAddr.class,
      CommandLine.HelpCommand.class
    })
final class Main implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) {
    return run(args, new CommandLine(new Main()));
  }

  /** Runs one command line, prints to these, and returns the exit status. */
  static int run(List<String> args, PrintWriter out, PrintWriter err) {
    return run(args, new CommandLine(new Main()).setOut(out).setErr(err));
  }

  private static int run(List<String> args, CommandLine bare) {
    CommandLine line =
        bare.setExecutionExceptionHandler(Main::explain)
            .setCaseInsensitiveEnumValuesAllowed(true);
    Optional.ofNullable(line.getSubcommands().get("run"))
        .ifPresent(run -> run.setStopAtPositional(true));
    return line.execute(withRun(args, line).toArray(String[]::new));
  }

  /**
   * {@code sentinel FILE ...} means {@code sentinel run FILE ...}, so that the program can stand in
   * for redis-sentinel as it is called by scripts and unit files.
   */
  private static List<String> withRun(List<String> args, CommandLine line) {
    boolean plain =
        !args.isEmpty()
            && !args.get(0).startsWith("-")
            && !line.getSubcommands().containsKey(args.get(0));
    boolean plainFile = plain && (looksLikeFile(args.get(0)) || args.contains("--sentinel"));
    if (!plainFile) {
      return args;
    }
    List<String> all = new ArrayList<>(args);
    all.add(0, "run");
    return all;
  }

  private static boolean looksLikeFile(String word) {
    return word.indexOf('/') >= 0 || word.indexOf('.') >= 0 || new java.io.File(word).exists();
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
