package io.sentinelha.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

  @Test
  void clientsGetWhatIsConfiguredIfThereIsEnough() {
    assertThat(OpenFiles.clients(10_000, 1, 20_000)).isEqualTo(10_000);
    assertThat(OpenFiles.clients(10_000, 1, Long.MAX_VALUE)).isEqualTo(10_000);
  }

  @Test
  void someFilesAreLeftForStateAndLinks() {
    assertThat(OpenFiles.clients(10_000, 0, 1_024)).isEqualTo(896);
    assertThat(OpenFiles.clients(10_000, 10, 1_024)).isEqualTo(816);
  }

  @Test
  void oneClientIsAlwaysLetIn() {
    assertThat(OpenFiles.clients(10_000, 100, 256)).isEqualTo(1);
  }

  @Test
  void moreThanCanBeCountedIsNotWanted() {
    assertThat(OpenFiles.clients(Long.MAX_VALUE, 0, Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
