package io.sentinelha.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may depend on what: the engine decides and knows nothing of the world around it. */
final class ArchitectureTest {

  private static final String CORE = "io.sentinelha.core.";
  private static final String ENGINE = CORE + "engine..";

  private static final String WHATIF = CORE + "whatif..";

  /** Of java.lang: what waits, starts something, or tells the time or where the process runs. */
  private static final Set<String> WORLD =
      Set.of(
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Scanner",
          "java.util.Timer",
          "java.util.TimerTask");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sentinelha.core");

  @Test
  void theEngineKnowsOnlyValuesOfTheJdkAndQuorum() {
    classes()
        .that()
        .resideInAnyPackage(ENGINE, WHATIF)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.util",
            "java.util.function",
            "java.util.random",
            "java.util.regex",
            "java.util.stream",
            "org.jspecify..",
            "io.sentinelha.quorum..",
            ENGINE,
            WHATIF)
        .check(OURS);
  }

  @Test
  void theEngineDoesNotKnowItsCopies() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(WHATIF)
        .check(OURS);
  }

  @Test
  void theEngineHasNoThreadsProcessesOrChanceOfItsOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE, WHATIF)
        .should()
        .dependOnClassesThat(
            describe("touch the world", c -> WORLD.contains(c.getName()) || isExecutor(c)))
        .check(OURS);
  }

  private static boolean isExecutor(JavaClass c) {
    return c.getPackageName().startsWith("java.util.concurrent");
  }

  @Test
  void theEngineAsksNoClockAndMakesNothingUp() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE, WHATIF)
        .should()
        .callCodeUnitWhere(describe("ask for what only the shell may tell", this::asksTheWorld))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(OURS);
  }

  private boolean asksTheWorld(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getName();
    boolean harmless = Set.of("arraycopy", "identityHashCode", "lineSeparator").contains(method);
    boolean makesRandom = Set.of("of", "getDefault").contains(method);
    return (owner.equals("java.lang.System") && !harmless)
        || (owner.equals("java.util.UUID") && method.equals("randomUUID"))
        || (owner.equals("java.lang.Math") && method.equals("random"))
        || (owner.equals("java.util.Collections") && method.equals("shuffle"))
        || (owner.equals("java.util.random.RandomGenerator") && makesRandom)
        || method.equals("parallelStream");
  }

  @Test
  void onlyTheRuntimeKnowsMoreThanTheEngine() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.sentinelha.core..")
        .layer("engine")
        .definedBy(ENGINE)
        .layer("whatif")
        .definedBy(WHATIF)
        .layer("config")
        .definedBy(CORE + "config..")
        .layer("link")
        .definedBy(CORE + "link..")
        .layer("command")
        .definedBy(CORE + "command..")
        .layer("state")
        .definedBy(CORE + "state..")
        .layer("history")
        .definedBy(CORE + "history..")
        .layer("recorder")
        .definedBy(CORE + "recorder..")
        .layer("runtime")
        .definedBy(CORE + "runtime..")
        .whereLayer("runtime")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("runtime")
        .whereLayer("link")
        .mayOnlyBeAccessedByLayers("runtime")
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("runtime")
        .whereLayer("history")
        .mayOnlyBeAccessedByLayers("runtime")
        .whereLayer("whatif")
        .mayOnlyBeAccessedByLayers("command", "runtime")
        .whereLayer("recorder")
        .mayOnlyBeAccessedByLayers("runtime")
        .whereLayer("state")
        .mayOnlyBeAccessedByLayers("runtime")
        .check(OURS);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("io.sentinelha.core.(*)..").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void linksAloneKnowLettuceAndFilesAloneAreJson() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE + "link..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackages(CORE + "config..", CORE + "history..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(OURS);
  }

  @Test
  void theSupervisorKnowsNeitherMetricsNorTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.micrometer..",
            "io.prometheus..",
            "picocli..",
            "ch.qos.logback..",
            "io.sentinelha.metrics..",
            "io.sentinelha.cli..")
        .check(OURS);
  }

  @Test
  void nothingStaticChanges() {
    noFields().that().areStatic().should().notBeFinal().check(OURS);
  }
}
