package io.sentinelha.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the measurements. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measurements side by side with redis-sentinel and redis-server.",
    subcommands = {
      FailoverBench.class,
      ScaleBench.class,
      ServerBench.class,
      SaveBench.class,
      ReplicationBench.class,
      FullSyncBench.class,
      CommandLine.HelpCommand.class
    })
final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
