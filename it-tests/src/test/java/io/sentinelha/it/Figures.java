package io.sentinelha.it;

import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints what tests measured, so that a build's output tells more than that a bound was kept. */
public final class Figures implements TestExecutionListener {

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    entry
        .getKeyValuePairs()
        .forEach(
            (key, value) ->
                System.out.println("figure: " + test.getDisplayName() + ": " + key + ": " + value));
  }
}
