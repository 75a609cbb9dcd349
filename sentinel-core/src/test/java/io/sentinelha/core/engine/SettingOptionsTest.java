package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which options SENTINEL SET has: the recorder trusts that every other word may be a secret. */
final class SettingOptionsTest {

  private static String refusal(String option) {
    SettingOptions.BadOption bad =
        catchThrowableOfType(
            SettingOptions.BadOption.class,
            () ->
                SettingOptions.apply(
                    PrimarySettings.defaults(2), List.of(option, "\u0001", "\u0001"), 0));
    return bad.text();
  }

  @Test
  void theNamesAreThoseThatCanBeSetOrAreDenied() {
    assertThat(SettingOptions.NAMES)
        .allSatisfy(name -> assertThat(refusal(name)).matches(".*(Control|denied).*"));
    for (String name : SettingOptions.NAMES) {
      SettingOptions.BadOption bad =
          catchThrowableOfType(
              SettingOptions.BadOption.class,
              () -> SettingOptions.apply(PrimarySettings.defaults(2), List.of(name, "", "x"), 0));
      assertThat(bad == null ? "" : bad.text()).as(name).doesNotContain("Unknown option");
    }
    assertThat(PrimarySettings.isOption("AUTH-PASS")).isTrue();
    assertThat(PrimarySettings.isOption("auth-pss")).isFalse();
  }
}
