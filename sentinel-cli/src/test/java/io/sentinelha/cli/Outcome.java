package io.sentinelha.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What a command line came to. */
record Outcome(int status, String out, String err) {

  static Outcome of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(List.of(args), new PrintWriter(out), new PrintWriter(err));
    return new Outcome(status, out.toString(), err.toString());
  }
}
