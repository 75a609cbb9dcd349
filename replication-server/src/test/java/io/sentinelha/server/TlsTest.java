package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.config.ConfigException;
import io.sentinelha.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come over TLS are served, and their certificates checked if that is wished. */
final class TlsTest {

  private static final char[] PASSWORD = TestCertificate.PASSWORD.toCharArray();

  @TempDir private Path folder;
  private KeyStore store;
  private Path certificate;
  private Path key;
  private int port;

  @BeforeEach
  void makeCertificate() throws Exception {
    TestCertificate made = TestCertificate.make(folder);
    store = made.store();
    certificate = made.certificate();
    key = made.key();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  private DataServer start(String... more) throws Exception {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "--port",
                "0",
                "--dir",
                folder.toString(),
                "--bind",
                "127.0.0.1",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString()));
    all.addAll(List.of(more));
    return DataServer.start(ServerConfig.of(all), status -> {});
  }

  private String talk(@Nullable KeyStore own) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("PING\r\nQUIT\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void requestsAreServedOverTls() throws Exception {
    try (DataServer server = start("--tls-auth-clients", "no")) {
      assertThat(talk(null)).isEqualTo("+PONG\r\n+OK\r\n");
      assertThat(server.port()).isZero();
    }
  }

  @Test
  void aClientWithoutCertificateIsNotServedWhereOneIsAskedFor() throws Exception {
    try (DataServer server = start("--tls-ca-cert-file", certificate.toString())) {
      assertThatThrownBy(() -> talk(null)).isInstanceOf(IOException.class);
      assertThat(talk(store)).isEqualTo("+PONG\r\n+OK\r\n");
      assertThat(server.port()).isZero();
    }
  }

  @Test
  void whatIsNoTlsIsCutOffAndOthersAreServed() throws Exception {
    try (DataServer server = start("--tls-auth-clients", "no");
        RawClient plain = new RawClient(port)) {
      plain.sendRaw("PING\r\n");
      plain.isClosed();
      assertThat(talk(null)).isEqualTo("+PONG\r\n+OK\r\n");
      assertThat(server.port()).isZero();
    }
  }

  @Test
  void aKeyThatCannotBeUsedEndsTheStartWithASentence() throws Exception {
    Files.writeString(key, "no key");
    assertThatThrownBy(() -> start("--tls-auth-clients", "no"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("certificate, key or authorities cannot be used");
  }
}
