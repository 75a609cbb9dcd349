package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Reply;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes out what must not be recorded, or need not be.
 *
 * <p>A password becomes a mark that is the same for the same password during one life of the
 * process, because the engine asks whether a password changed. The key behind the marks is random
 * and never written, so nobody can try passwords against them. Marks are left alone, so that a
 * replay, which knows nothing else, arrives at the same effects.
 */
final class Redaction {

  private static final String MARK = "redacted:";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MARK_BYTES = 8;

  /** Options with values that are texts and no secrets, and how many. */
  private static final Map<String, Integer> TEXTS = Map.of("auth-user", 1, "rename-command", 2);

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,10}");
  private static final int MOST_REMEMBERED = 1_000;

  private final Optional<Mac> mac;
  private final Map<String, String> marks = new HashMap<>();

  private Redaction(Optional<Mac> mac) {
    this.mac = mac;
  }

  /** For a recording: passwords become marks. */
  static Redaction with(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return new Redaction(Optional.of(mac));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** For a replay: passwords are marks already. */
  static Redaction done() {
    return new Redaction(Optional.empty());
  }

  /** The same record, or another in its place. */
  Object apply(Object value) {
    if (value instanceof Credentials c) {
      return new Credentials(c.user(), c.password().map(this::mark));
    } else if (value instanceof Event.Set set) {
      return new Event.Set(set.requestId(), set.name(), options(set.options()));
    } else if (value instanceof Event.ChangeIdentity c) {
      return new Event.ChangeIdentity(
          c.requestId(),
          c.announceIp(),
          c.announcePort(),
          c.peerUser(),
          c.peerPassword().map(this::mark));
    } else if (value instanceof NodeInfo info) {
      return info.withoutText(); // Thousands of bytes on which no decision depends.
    } else if (value instanceof Reply.Refused) {
      return new Reply.Refused(""); // May repeat what was typed, a password in the wrong place.
    }
    return value;
  }

  /**
   * Options of SENTINEL SET. What is neither the name of an option nor a number may be a password
   * in the wrong place, and is shown only where a text belongs.
   */
  private List<String> options(List<String> words) {
    List<String> shown = new ArrayList<>(words);
    int texts = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (texts > 0) {
        texts--;
      } else if (PrimarySettings.isOption(word)) {
        texts = TEXTS.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
      } else if (!NUMBER.matcher(word).matches()) {
        shown.set(i, mark(word));
      }
    }
    return shown;
  }

  /** An empty password takes one away and is shown. */
  private String mark(String password) {
    if (password.isEmpty() || mac.isEmpty()) {
      return password;
    }
    if (marks.size() >= MOST_REMEMBERED) {
      marks.clear();
    }
    return marks.computeIfAbsent(password, this::newMark);
  }

  private String newMark(String password) {
    byte[] digest = mac.orElseThrow().doFinal(password.getBytes(StandardCharsets.UTF_8));
    // The engine refuses control characters, and must do so in a replay too.
    String refused = password.chars().anyMatch(Character::isISOControl) ? "\u0001" : "";
    return refused + MARK + HexFormat.of().formatHex(digest, 0, MARK_BYTES);
  }
}
