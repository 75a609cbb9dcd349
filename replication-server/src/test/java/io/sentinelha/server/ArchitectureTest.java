package io.sentinelha.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may depend on what. */
final class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sentinelha.server");

  @Test
  void theServerKnowsRespAndNotTheSupervisor() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.netty..",
            "org.slf4j..",
            "org.jspecify..",
            "io.sentinelha.resp..",
            "io.sentinelha.server..")
        .check(OURS);
  }

  @Test
  void theStoreKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.sentinelha.server.store..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.sentinelha.server.store..")
        .check(OURS);
  }

  @Test
  void engineAndCommandsSeeNothingOfNettyFilesOrSockets() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sentinelha.server.engine..", "io.sentinelha.server.command..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "java.net..", "java.nio.file..", "java.nio.channels..")
        .check(OURS);
  }

  @Test
  void theEngineDoesNotKnowTheFamilies() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sentinelha.server.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sentinelha.server.command..",
            "io.sentinelha.server.net..",
            "io.sentinelha.server.config..")
        .check(OURS);
  }

  @Test
  void nothingStaticChanges() {
    noFields().that().areStatic().should().notBeFinal().check(OURS);
  }
}
