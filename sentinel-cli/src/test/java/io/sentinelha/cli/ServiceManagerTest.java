package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sentinelha.core.config.ServerSettings.Supervision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What systemd hears, on a real socket. */
final class ServiceManagerTest {

  @ParameterizedTest
  @EnumSource(names = {"SYSTEMD", "AUTO"})
  void systemdHearsOfTheStartAndOfTheEnd(Supervision supervised, @TempDir Path folder)
      throws Exception {
    String path = folder.resolve("notify").toString();
    try (DatagramReceiver systemd = DatagramReceiver.at(path)) {
      ServiceManager manager = ServiceManager.of(supervised, path);
      manager.ready("watching 3 masters");
      manager.stopping();
      assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=watching 3 masters");
      assertThat(systemd.next()).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void aSocketMayHaveANameThatIsInNoFileSystem() throws Exception {
    String name = "sentinel-ha-test-" + ProcessHandle.current().pid();
    try (DatagramReceiver systemd = DatagramReceiver.at("\0" + name)) {
      ServiceManager.of(Supervision.SYSTEMD, "@" + name).stopping();
      assertThat(systemd.next()).isEqualTo("STOPPING=1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NO", "UPSTART"})
  void nobodyIsToldUnlessItIsWanted(Supervision supervised, @TempDir Path folder)
      throws Exception {
    String path = folder.resolve("notify").toString();
    try (DatagramReceiver systemd = DatagramReceiver.at(path)) {
      ServiceManager.of(supervised, path).ready("unheard");
      ServiceManager.of(Supervision.SYSTEMD, null).ready("unheard");
      ServiceManager.of(Supervision.SYSTEMD, path).stopping();
      assertThat(systemd.next()).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void aManagerThatIsGoneDoesNotMatter(@TempDir Path folder) {
    ServiceManager manager =
        ServiceManager.of(Supervision.SYSTEMD, folder.resolve("gone").toString());
    assertThatCode(() -> manager.ready("?")).doesNotThrowAnyException();
  }
}
