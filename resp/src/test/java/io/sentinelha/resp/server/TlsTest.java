package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS. */
final class TlsTest extends ServerTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @Test
  void requestsAreServedOverTls(@TempDir Path folder) throws Exception {
    KeyStore store = selfSigned(folder.resolve("keys.p12"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SslContext tls = SslContextBuilder.forServer(keys).build();
    CommandServer server = closing(CommandServer.builder(commands.table()).build());
    server.listen(List.of("127.0.0.1"), 0, tls);

    try (SSLSocket socket = connect(store, server.addresses().get(0).getPort())) {
      socket.getOutputStream().write("PING\r\nQUIT\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().readAllBytes())
          .isEqualTo("+PONG\r\n+OK\r\n".getBytes(US_ASCII));
    }
  }

  private static SSLSocket connect(KeyStore store, int port) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
  }

  /** The JDK's own tool makes certificates; its library does not offer that. */
  private static KeyStore selfSigned(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }
}
