package io.sentinelha.resp;

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
          .importPackages("io.sentinelha.resp");

  @Test
  void respKnowsOnlyTheJdkNettyAndSlf4j() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "io.netty..", "org.slf4j..", "org.jspecify..", "io.sentinelha.resp..")
        .check(OURS);
  }

  @Test
  void theCodecKnowsNeitherServerNorCommands() {
    noClasses()
        .that()
        .resideInAPackage("io.sentinelha.resp")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.sentinelha.resp.server..", "io.sentinelha.resp.command..")
        .check(OURS);
  }

  @Test
  void theCodecPerformsNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("io.sentinelha.resp")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty.channel..", "java.net..", "org.slf4j..")
        .check(OURS);
  }

  @Test
  void theServerDoesNotKnowTheCommands() {
    noClasses()
        .that()
        .resideInAPackage("io.sentinelha.resp.server")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sentinelha.resp.command..")
        .check(OURS);
  }

  @Test
  void commandsSeeNothingOfNetty() {
    noClasses()
        .that()
        .resideInAPackage("io.sentinelha.resp.command")
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
