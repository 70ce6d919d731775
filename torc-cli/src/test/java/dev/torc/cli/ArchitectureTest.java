package dev.torc.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules, and what the lower ones may not do. */
@AnalyzeClasses(
    packages = "dev.torc",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {

  /** A module's package, and the packages that it may use besides its own. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "hash", List.of("com.dynatrace.hash4j"),
          "config", List.of("org.snakeyaml.engine"),
          "routing", List.of("dev.torc.hash", "dev.torc.config", "com.google.re2j"),
          "http", List.of("io.netty", "tools.jackson"),
          "cache", List.of("dev.torc.hash", "dev.torc.config", "io.netty", "jdk.jfr"),
          "discovery", List.of("dev.torc.config", "dev.torc.routing"),
          "client",
              List.of(
                  "dev.torc.config",
                  "dev.torc.discovery",
                  "dev.torc.routing",
                  "io.micrometer",
                  "javax.net.ssl"),
          "gateway",
              List.of(
                  "dev.torc.cache",
                  "dev.torc.config",
                  "dev.torc.hash",
                  "dev.torc.http",
                  "io.netty",
                  "tools.jackson",
                  "io.micrometer",
                  "org.xbill.DNS",
                  "redis.embedded"));

  private static final Set<String> UNDERNEATH = Set.of("java", "org.jspecify.annotations");

  @ArchTest
  static void modulesUseOnlyWhatTheyMay(JavaClasses all) {
    ARROWS.forEach((module, allowed) -> {
      String[] packages =
          Stream.of(Stream.of("dev.torc." + module), allowed.stream(), UNDERNEATH.stream())
              .flatMap(names -> names)
              .map(name -> name + "..")
              .toArray(String[]::new);
      classes()
          .that(resideInAPackage("dev.torc." + module + ".."))
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(packages))
          .check(all);
    });
  }

  @ArchTest
  static final ArchRule ENGINES_DO_NOT_KNOW_THE_COMMAND_LINE =
      noClasses()
          .that(
              resideInAnyPackage(
                  "dev.torc.cli.admin..",
                  "dev.torc.cli.engine..",
                  "dev.torc.cli.load..",
                  "dev.torc.cli.wineinfo.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage("dev.torc.cli", "picocli.."));

  @ArchTest
  static final ArchRule ENGINES_HAVE_NO_CYCLES =
      slices().matching("dev.torc.cli.(*)..").should().beFreeOfCycles();

  /** What it says of a gateway, it knows from its answers. */
  @ArchTest
  static final ArchRule THE_ADMIN_CLIENT_KNOWS_NO_GATEWAY =
      noClasses()
          .that(resideInAPackage("dev.torc.cli.admin.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage("dev.torc.gateway..", "dev.torc.cache.."));

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("dev.torc.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void nobodyUsesAnotherModulesInternals(JavaClasses all) {
    for (String module : ARROWS.keySet()) {
      noClasses()
          .that(are(DescribedPredicate.not(resideInAPackage("dev.torc." + module + ".."))))
          .should()
          .dependOnClassesThat(resideInAPackage("dev.torc." + module + ".internal.."))
          .check(all);
    }
  }

  @ArchTest
  static final ArchRule PLACEMENT_IS_DETERMINISTIC =
      noClasses()
          .that(resideInAPackage("dev.torc.hash.."))
          .should()
          .accessTargetWhere(readsClockOrRandomness())
          .orShould()
          .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.net.."));

  /** It takes URLs apart, which is no more than text. */
  @ArchTest
  static final ArchRule ROUTING_IS_DETERMINISTIC =
      noClasses()
          .that(resideInAPackage("dev.torc.routing.."))
          .should()
          .accessTargetWhere(readsClockOrRandomness())
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
                  .and(DescribedPredicate.not(belongToAnyOf(URI.class, URLDecoder.class))));

  private static DescribedPredicate<JavaAccess<?>> readsClockOrRandomness() {
    Set<String> owners =
        Stream.of(Clock.class, Instant.class, Random.class, ThreadLocalRandom.class, Math.class)
            .map(Class::getName)
            .collect(Collectors.toSet());
    Set<String> methods =
        Set.of(
            "now",
            "random",
            "systemUTC",
            "systemDefaultZone",
            "current",
            "nanoTime",
            "currentTimeMillis",
            "sleep");
    return DescribedPredicate.describe(
        "a clock, a pause or unseeded randomness",
        access ->
            (owners.contains(access.getTargetOwner().getName())
                    || access.getTargetOwner().isEquivalentTo(System.class)
                    || access.getTargetOwner().isEquivalentTo(Thread.class))
                && methods.contains(access.getName()));
  }

  /**
   * A virtual thread that reads what another process prints holds its carrier as long as it waits:
   * with as many servers as processors, the next server was never found ready.
   */
  @ArchTest
  static final ArchRule WHO_READS_FROM_PROCESSES_HAS_A_THREAD_OF_THE_SYSTEM =
      noClasses()
          .that()
          .haveNameMatching("dev\\.torc\\.gateway\\.(NodeSupervisor|EmbeddedNodes)(\\$.*)?")
          .should()
          .callMethod(Thread.class, "ofVirtual")
          .orShould()
          .callMethod(Thread.class, "startVirtualThread", Runnable.class);

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  /** The rules above pass on an empty set too: this says that it is not empty. */
  @Test
  void everyModuleIsLookedAt() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.torc");
    assertThat(all.stream().map(JavaClass::getPackageName).distinct())
        .contains(
            "dev.torc.hash",
            "dev.torc.config",
            "dev.torc.routing",
            "dev.torc.http",
            "dev.torc.cache",
            "dev.torc.cache.internal",
            "dev.torc.discovery",
            "dev.torc.client",
            "dev.torc.gateway",
            "dev.torc.cli");
  }
}
