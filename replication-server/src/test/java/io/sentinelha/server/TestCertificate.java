package io.sentinelha.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for this machine, signed by itself.
 *
 * @param store with certificate and key, under {@link #PASSWORD}
 * @param certificate as a file
 * @param key as a file
 */
public record TestCertificate(KeyStore store, Path certificate, Path key) {

  static final String PASSWORD = "changeit";

  /** Makes one, with files in a folder. */
  public static TestCertificate make(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("keys.p12");
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
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    byte[] key = store.getKey("test", PASSWORD.toCharArray()).getEncoded();
    return new TestCertificate(
        store,
        pem(folder, "cert.pem", "CERTIFICATE", store.getCertificate("test").getEncoded()),
        pem(folder, "key.pem", "PRIVATE KEY", key));
  }

  private static Path pem(Path folder, String name, String kind, byte[] content)
      throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
