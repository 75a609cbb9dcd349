package io.sentinelha.core.sim.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The product with one mutation, and the simulation on top of it: one source file is compiled anew
 * in memory, and all classes of the product are loaded a second time, so that they find the mutated
 * ones. The product itself knows nothing of this.
 */
final class Mutant {

  private static final String OURS = "io.sentinelha.";

  private final Method run;

  private Mutant(Method run) {
    this.run = run;
  }

  /**
   * Makes the mutant.
   *
   * @throws IllegalStateException if the text to be replaced is not there exactly once, or the
   *     result does not compile
   */
  static Mutant of(Mutation mutation) {
    Map<String, byte[]> compiled = compile(mutation.type(), mutated(mutation));
    ClassLoader loader = new Loader(Mutant.class.getClassLoader(), compiled);
    try {
      Class<?> entry = Class.forName(Trial.class.getName(), true, loader);
      return new Mutant(entry.getMethod("brokenRule", long.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rule that is broken in the world of this seed; empty if none is. */
  Optional<String> brokenRule(long seed) {
    try {
      String rule = (String) run.invoke(null, seed);
      return rule.isEmpty() ? Optional.empty() : Optional.of(rule);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String mutated(Mutation mutation) {
    Path file =
        root()
            .resolve(mutation.module())
            .resolve("src/main/java")
            .resolve(mutation.type().replace('.', '/') + ".java");
    try {
      String source = Files.readString(file);
      int at = source.indexOf(mutation.original());
      if (at < 0 || source.indexOf(mutation.original(), at + 1) >= 0) {
        throw new IllegalStateException(
            "mutation '" + mutation.name() + "': not exactly once in " + file);
      }
      return source.replace(mutation.original(), mutation.replacement());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder that holds the modules: tests run in one of them, programs in the folder itself. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("sentinel-core"))
        ? here
        : Optional.ofNullable(here.getParent()).orElse(here);
  }

  private static Map<String, byte[]> compile(String type, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    try (Memory memory = new Memory(files)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath());
      StringWriter said = new StringWriter();
      List<String> options = List.of("-proc:none", "-Xlint:none", "-nowarn");
      JavaFileObject unit = new Source(type, source);
      if (!compiler.getTask(said, memory, null, options, null, List.of(unit)).call()) {
        throw new IllegalStateException(type + " does not compile: " + said);
      }
      return memory.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the classes of the modules and of the annotations were loaded from. */
  private static List<Path> classPath() {
    return Stream.of(
            io.sentinelha.core.engine.Engine.class,
            io.sentinelha.quorum.Ballot.class,
            org.jspecify.annotations.NullMarked.class)
        .map(c -> c.getProtectionDomain().getCodeSource().getLocation())
        .map(
            url -> {
              try {
                return Path.of(url.toURI());
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.toList());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Bytes extends SimpleJavaFileObject {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes(String type) {
      super(URI.create("bytes:///" + type.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return out;
    }
  }

  /** Keeps what is compiled. */
  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, Bytes> written = new HashMap<>();

    Memory(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return written.computeIfAbsent(className, Bytes::new);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> all = new HashMap<>();
      written.forEach((name, bytes) -> all.put(name, bytes.out.toByteArray()));
      return all;
    }
  }

  /** Loads the product's classes itself, the mutated ones from memory. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> mutated;

    Loader(ClassLoader parent, Map<String, byte[]> mutated) {
      super(parent);
      this.mutated = mutated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = mutated.get(name);
      if (bytes == null) {
        bytes = original(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(resource)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
