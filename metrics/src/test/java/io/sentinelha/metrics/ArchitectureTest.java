package io.sentinelha.metrics;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Metrics look at what is published and decide nothing. */
final class ArchitectureTest {

  /** What a supervisor shows of itself; a class inside one of them counts with it. */
  private static final Set<String> SHOWN =
      Set.of(
          "io.sentinelha.core.engine.SupervisorView",
          "io.sentinelha.core.engine.LinkView",
          "io.sentinelha.core.engine.QuorumCheck",
          "io.sentinelha.core.engine.PrimarySettings",
          "io.sentinelha.core.engine.Endpoint",
          "io.sentinelha.core.engine.Notice",
          "io.sentinelha.core.runtime.SupervisorObserver");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sentinelha.metrics");

  @Test
  void metricsKnowOfTheSupervisorOnlyWhatItShows() {
    noClasses()
        .should()
        .dependOnClassesThat(describe("are not shown by the supervisor", ArchitectureTest::hidden))
        .check(OURS);
  }

  private static boolean hidden(JavaClass c) {
    String name = c.getName();
    int inner = name.indexOf('$');
    return name.startsWith("io.sentinelha.core.")
        && !SHOWN.contains(inner < 0 ? name : name.substring(0, inner));
  }

  @Test
  void metricsKnowNeitherTheClientsServerNorTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sentinelha.resp..",
            "io.sentinelha.cli..",
            "io.lettuce..",
            "picocli..",
            "ch.qos.logback..")
        .check(OURS);
  }

  @Test
  void figuresAndPagesDoNotKnowHowTheyAreCarried() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Http")
        .and()
        .areTopLevelClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(OURS);
  }

  @Test
  void nothingStaticChanges() {
    noFields().that().areStatic().should().notBeFinal().check(OURS);
  }
}
