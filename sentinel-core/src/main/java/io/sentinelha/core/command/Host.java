package io.sentinelha.core.command;

/** What commands may ask of the process that they run in. */
public interface Host {

  /** The software's own version. */
  String version();

  /** 40 characters, new at each start. */
  String runId();

  int port();

  /** Where the configuration was read from. */
  String configFile();

  /** How long the process has run. */
  long uptimeSeconds();

  /** debug, verbose, notice, warning or nothing. */
  String logLevel();

  /** Changes the log level, to one of those words; it is saved with the configuration. */
  void setLogLevel(String level);

  /** Ends the process in good order; returns at once. */
  void shutDown();
}
