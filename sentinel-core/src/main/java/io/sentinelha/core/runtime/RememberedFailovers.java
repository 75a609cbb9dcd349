package io.sentinelha.core.runtime;

import io.sentinelha.core.command.PastFailovers;
import io.sentinelha.core.history.FailoverHistory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows clients the history. */
record RememberedFailovers(FailoverHistory history) implements PastFailovers {

  @Override
  public List<Map<String, String>> list(String primary, int count) {
    return history.list(primary, count);
  }

  @Override
  public Optional<String> json(String primary, Optional<String> id) {
    return history.json(primary, id);
  }
}
