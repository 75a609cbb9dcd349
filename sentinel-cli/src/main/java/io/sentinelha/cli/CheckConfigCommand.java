package io.sentinelha.cli;

import io.sentinelha.core.config.ConfigException;
import io.sentinelha.core.config.ConfigSource;
import io.sentinelha.core.config.Problem;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.runtime.Supervisor;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a configuration and says what it means, or everything that is wrong with it. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a sentinel.conf without starting anything and without writing to it.",
      "",
      "Prints every error with file, line, directive, rule and value to standard error; warnings,"
          + " lines without effect and a summary to standard output."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:a supervisor would start with it; there may be warnings",
      "1:it would not",
      "2:wrong usage of the command line"
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  $ sentinel check-config sentinel.conf",
      "  sentinel.conf:4: down-after-milliseconds for 'mymaster' must be > 0: got -5"
    })
final class CheckConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private String file = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      SentinelConfig config = SentinelConfig.read(ConfigSource.of(file), Supervisor::newId);
      if (config.server().listen().isNowhere()) {
        spec.commandLine().getErr().println(file + ": " + ServerSettings.Listen.NOWHERE);
        return Refusal.FAILED;
      }
      config.warnings().forEach(warning -> out.println("warning: " + warning));
      withoutEffect(config.withoutEffect(), out);
      out.println("ok: " + file + " " + summary(config));
      return 0;
    } catch (ConfigException e) {
      for (Problem problem : e.problems()) {
        spec.commandLine().getErr().println(problem);
      }
      return Refusal.FAILED;
    }
  }

  private static void withoutEffect(List<SentinelConfig.Mention> mentions, PrintWriter out) {
    mentions.forEach(m -> out.println("note: " + m + " is accepted but has no effect here"));
  }

  private static String summary(SentinelConfig config) {
    List<DurableState.Primary> primaries = config.state().primaries();
    StringBuilder text = new StringBuilder("watches " + primaries.size() + " masters");
    for (DurableState.Primary p : primaries) {
      text.append("\n  ")
          .append(p.name())
          .append(" at ")
          .append(p.address())
          .append(", quorum ")
          .append(p.settings().quorum())
          .append(", down after ")
          .append(p.settings().downAfterMillis())
          .append(" ms, failover timeout ")
          .append(p.settings().failoverTimeoutMillis())
          .append(" ms");
    }
    return text.toString();
  }
}
