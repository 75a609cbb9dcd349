package io.sentinelha.server.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.engine.TextSetting;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directives about TLS, and the context they make: for new connections, also when changed. */
final class TlsSettings {

  private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

  final LongSetting port = LongSetting.of("tls-port", 0, 0, 65535);
  private final TextSetting certificate = TextSetting.of("tls-cert-file", "");
  private final TextSetting key = TextSetting.of("tls-key-file", "");
  private final TextSetting keyPassword = TextSetting.of("tls-key-file-pass", "");
  private final TextSetting authorities = TextSetting.of("tls-ca-cert-file", "");
  private final TextSetting clients =
      TextSetting.oneOf("tls-auth-clients", "yes", "no", "yes", "optional");
  private final TextSetting protocols =
      TextSetting.words("tls-protocols", "", TlsSettings::checkedProtocols);
  private @Nullable SslContext context;

  TlsSettings() {}

  void register(Registry registry) {
    registry.setting(port.fixed());
    for (Setting setting :
        List.of(certificate, key, keyPassword.secret(), authorities, clients, protocols)) {
      registry.setting(setting).onChange(this::changed);
    }
    registry.beforeStart(
        () -> {
          if (port.value() != 0) {
            context = build();
          }
        });
  }

  private static String checkedProtocols(String text) {
    for (String word : text.trim().split(" +")) {
      if (!word.isEmpty() && !PROTOCOLS.contains(word)) {
        throw new IllegalArgumentException(
            "tls-protocols may name " + String.join(" and ", PROTOCOLS) + ", not " + word);
      }
    }
    return text.trim();
  }

  /** Takes a change over if there is a context already; one that cannot be used is refused. */
  private void changed() {
    if (context != null) {
      context = build();
    }
  }

  /** For a new connection. */
  SslContext context() {
    SslContext current = context;
    if (current == null) {
      throw new IllegalStateException("no TLS");
    }
    return current;
  }

  private SslContext build() {
    if (certificate.value().isEmpty() || key.value().isEmpty()) {
      throw new IllegalArgumentException("TLS needs tls-cert-file and tls-key-file");
    }
    boolean asks = !clients.value().equals("no");
    if (asks && authorities.value().isEmpty()) {
      throw new IllegalArgumentException(
          "tls-ca-cert-file is needed to check certificates of clients: set it, or"
              + " tls-auth-clients no");
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  new File(certificate.value()),
                  new File(key.value()),
                  keyPassword.value().isEmpty() ? null : keyPassword.value())
              .sslProvider(SslProvider.JDK)
              .clientAuth(
                  !asks
                      ? ClientAuth.NONE
                      : clients.value().equals("yes") ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL)
              .protocols(
                  protocols.value().isEmpty() ? PROTOCOLS : List.of(protocols.value().split(" +")));
      if (!authorities.value().isEmpty()) {
        builder.trustManager(new File(authorities.value()));
      }
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "certificate, key or authorities cannot be used: " + cause.getMessage(), e);
    }
  }

  /**
   * For a connection to a master: our certificate if there is one, and trust in the authorities.
   * The name of the master is not compared, as in Redis: it is often an address.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  SslContext clientContext() {
    if (authorities.value().isEmpty()) {
      throw new IllegalArgumentException("tls-replication needs tls-ca-cert-file");
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .endpointIdentificationAlgorithm(null)
              .trustManager(new File(authorities.value()))
              .protocols(
                  protocols.value().isEmpty() ? PROTOCOLS : List.of(protocols.value().split(" +")));
      if (!certificate.value().isEmpty()) {
        builder.keyManager(
            new File(certificate.value()),
            new File(key.value()),
            keyPassword.value().isEmpty() ? null : keyPassword.value());
      }
      return builder.build();
    } catch (IOException e) {
      throw new IllegalArgumentException("certificate, key or authorities cannot be used", e);
    }
  }
}
