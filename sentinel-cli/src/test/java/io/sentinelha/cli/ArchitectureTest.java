package io.sentinelha.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The command line stands on top; the arrows between modules point one way. */
final class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sentinelha");

  @Test
  void modulesDependOnThoseBelowThemAlone() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.sentinelha..")
        .layer("cli")
        .definedBy("io.sentinelha.cli..")
        .layer("metrics")
        .definedBy("io.sentinelha.metrics..")
        .layer("server")
        .definedBy("io.sentinelha.server..")
        .layer("core")
        .definedBy("io.sentinelha.core..")
        .layer("resp")
        .definedBy("io.sentinelha.resp..")
        .layer("quorum")
        .definedBy("io.sentinelha.quorum..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("cli", "metrics")
        .whereLayer("resp")
        .mayOnlyBeAccessedByLayers("cli", "core", "server")
        .whereLayer("quorum")
        .mayOnlyBeAccessedByLayers("metrics", "core")
        .check(OURS);
  }

  @Test
  void theCommandLineAloneKnowsPicocliAndLogback() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sentinelha.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "ch.qos.logback..")
        .check(OURS);
  }

  @Test
  void figuresAreMadeByMetricsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sentinelha.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus..")
        .check(OURS);
  }

  @Test
  void nothingStaticChanges() {
    noFields().that().areStatic().should().notBeFinal().check(OURS);
  }
}
