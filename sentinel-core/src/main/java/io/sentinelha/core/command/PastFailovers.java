package io.sentinelha.core.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered of past failovers. Asked on any thread; answers at once. */
public interface PastFailovers {

  /** Summaries of a primary's last attempts, the newest first. */
  List<Map<String, String>> list(String primary, int count);

  /**
   * A whole account, as JSON.
   *
   * @param id of the attempt, or its epoch; empty for the newest
   */
  Optional<String> json(String primary, Optional<String> id);
}
