package io.sentinelha.core.config;

import io.sentinelha.core.engine.DurableState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A configuration that was read and found sound.
 *
 * @param defaultUser who may log in
 * @param state what the {@code sentinel} lines and the state file say, complete
 * @param isNewId whether {@code state.myId()} was made up now because no line gives one; it must be
 *     saved before peers hear it
 * @param denyScriptsReconfig what {@code deny-scripts-reconfig} says
 * @param warnings what is allowed but probably not meant; may be empty
 * @param withoutEffect directives for data servers, in the order of reading; may be empty
 * @param origins where each setting was said, by the words that name it: {@code port}, {@code
 *     sentinel myid}, {@code sentinel auth-pass orders}; what no line says is absent
 */
public record SentinelConfig(
    ServerSettings server,
    DefaultUser defaultUser,
    DurableState state,
    boolean isNewId,
    boolean denyScriptsReconfig,
    List<Problem> warnings,
    List<Mention> withoutEffect,
    Map<String, Origin> origins) {

  public SentinelConfig {
    warnings = List.copyOf(warnings);
    withoutEffect = List.copyOf(withoutEffect);
    origins = Map.copyOf(origins);
  }

  /** A directive and where it stands. */
  public record Mention(Origin origin, String directive) {

    @Override
    public String toString() {
      return origin + ": " + directive;
    }
  }

  /**
   * Reads a configuration and changes nothing. For a supervisor that will save, see {@link
   * ConfigFile#open}.
   *
   * @param newId gives the id of a supervisor that has none: 40 characters
   * @throws ConfigException with everything that is wrong, in the order of reading
   */
  public static SentinelConfig read(ConfigSource source, Supplier<String> newId)
      throws ConfigException {
    return ConfigReader.of(source, FileOps.DISK).read(newId).config();
  }
}
