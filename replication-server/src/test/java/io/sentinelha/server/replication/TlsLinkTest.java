package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica that is told to use TLS connects with it, and trusts whom it is told to trust. */
final class TlsLinkTest {

  @TempDir private Path folder;

  private static String[] directives(TestCertificate own, int tlsPort, String... more) {
    java.util.List<String> all =
        new java.util.ArrayList<>(
            java.util.List.of(
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                own.certificate().toString(),
                "--tls-key-file",
                own.key().toString(),
                "--tls-ca-cert-file",
                own.certificate().toString()));
    all.addAll(java.util.List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void theStreamComesOverTls() throws Exception {
    TestCertificate own = TestCertificate.make(folder);
    int tlsPort = Node.freePort();
    int otherPort = Node.freePort();
    try (Node master = Node.ours(folder.resolve("master"), directives(own, tlsPort));
        Node replica =
            Node.ours(
                folder.resolve("replica"),
                directives(own, otherPort, "--tls-replication", "yes"))) {
      master.line("SET k v");
      replica.follow(tlsPort).linked();
      master.line("SET n 1");
      RealMasterTest.assertSame(master, replica);
      assertThat(master.info("slave0")).contains("port=" + otherPort + ",");
    }
  }

  @Test
  void aMasterThatNobodyVouchesForIsNotFollowed() throws Exception {
    TestCertificate own = TestCertificate.make(folder);
    Path elsewhere = java.nio.file.Files.createDirectory(folder.resolve("other"));
    TestCertificate other = TestCertificate.make(elsewhere);
    int tlsPort = Node.freePort();
    try (Node master = Node.ours(folder.resolve("master"), directives(own, tlsPort));
        Node replica =
            Node.ours(
                folder.resolve("replica"),
                directives(other, Node.freePort(), "--tls-replication", "yes"))) {
      replica.line("SET mine 1");
      long before = master.number("total_connections_received");
      replica.follow(tlsPort);
      Node.until(() -> master.number("total_connections_received") >= before + 2);
      assertThat(replica.info("master_link_status")).isEqualTo("down");
      assertThat(replica.line("GET mine")).isEqualTo("$1\r\n1\r\n");
    }
  }
}
