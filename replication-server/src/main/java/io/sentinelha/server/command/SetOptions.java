package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;

/** The options of SET and GETEX. */
final class SetOptions {

  boolean onlyNew;
  boolean onlyOld;
  boolean get;
  boolean keepTtl;
  boolean persist;
  boolean seconds;
  boolean absolute;

  /** Index of the time, 0 if there is none. */
  int expire;

  private SetOptions() {}

  /**
   * Reads the options.
   *
   * @param ofSet whether they are those of SET, else those of GETEX
   */
  static SetOptions parse(Args args, int from, boolean ofSet) {
    SetOptions options = new SetOptions();
    int i = from;
    while (i < args.count()) {
      if (options.takesFlag(args, i, ofSet)) {
        i++;
      } else if (options.takesTime(args, i)) {
        i += 2;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return options;
  }

  private boolean takesFlag(Args args, int i, boolean ofSet) {
    if (ofSet && args.is(i, "NX") && !onlyOld) {
      onlyNew = true;
    } else if (ofSet && args.is(i, "XX") && !onlyNew) {
      onlyOld = true;
    } else if (ofSet && args.is(i, "GET")) {
      get = true;
    } else if (ofSet && args.is(i, "KEEPTTL") && !persist && expire == 0) {
      keepTtl = true;
    } else if (!ofSet && args.is(i, "PERSIST") && expire == 0) {
      persist = true;
    } else {
      return false;
    }
    return true;
  }

  private boolean takesTime(Args args, int i) {
    if (expire != 0 || keepTtl || persist || i + 1 >= args.count()) {
      return false;
    }
    if (args.is(i, "EX") || args.is(i, "EXAT")) {
      seconds = true;
    } else if (!args.is(i, "PX") && !args.is(i, "PXAT")) {
      return false;
    }
    absolute = args.length(i) == 4;
    expire = i + 1;
    return true;
  }

  boolean isPlain() {
    return !onlyNew && !onlyOld && !get && !keepTtl && expire == 0;
  }
}
