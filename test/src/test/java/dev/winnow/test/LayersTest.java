package dev.winnow.test;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house: a module depends only on modules above it, and each keeps to its own business. */
class LayersTest {
  /** In the order in which data flows. */
  private static final List<String> MODULES =
      List.of("traces", "recorder", "policy", "learner", "minimizer", "reports", "cli");

  private static final String[] SHARED_BY_FORMATS = {
    "dev.winnow.recorder.reader", "dev.winnow.recorder.symbols"
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.winnow");

  private static String inside(String module) {
    return "dev.winnow." + module + "..";
  }

  @Test
  void everyModuleHasClasses() {
    for (String module : MODULES) {
      classes()
          .that()
          .resideInAPackage(inside(module))
          .should()
          .resideInAPackage(inside(module))
          .check(CLASSES);
    }
  }

  @Test
  void modulesDependOnlyOnModulesAboveThem() {
    for (int i = 0; i < MODULES.size(); i++) {
      String[] below =
          MODULES.subList(i + 1, MODULES.size()).stream()
              .map(LayersTest::inside)
              .toArray(String[]::new);
      if (below.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(inside(MODULES.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(below)
            .check(CLASSES);
      }
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.winnow.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theRecorderDoesNotLearnAndThePolicyKnowsNoRecorder() {
    noClasses()
        .that()
        .resideInAnyPackage(inside("policy"), inside("learner"), inside("minimizer"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("recorder"))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(inside("minimizer"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("learner"))
        .check(CLASSES);
  }

  /** So that a fault of compiler or core cannot hide itself from the checker. */
  @Test
  void certificatesShareNothingWithWhatTheyCheck() {
    noClasses()
        .that()
        .resideInAPackage("dev.winnow.minimizer.certificate")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "dev.winnow.minimizer.compiler..",
                    "dev.winnow.minimizer.proof..",
                    "dev.winnow.minimizer.lift..",
                    "dev.winnow.minimizer.expression..",
                    "dev.winnow.minimizer.bitmask..")
                .or(
                    resideInAPackage("dev.winnow.policy")
                        .and(
                            not(
                                belongToAnyOf(
                                    Policy.class,
                                    Policies.class,
                                    Section.class,
                                    Rule.class,
                                    Expr.class,
                                    Term.class,
                                    Action.class)))))
        .check(CLASSES);
  }

  /** What other modules see of the recorder; everything else in it may change with its formats. */
  @Test
  void theRecorderIsEnteredThroughItsFrontDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("recorder"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(inside("recorder"))
                .and(
                    not(
                        resideInAnyPackage(
                            "dev.winnow.recorder",
                            "dev.winnow.recorder.capture",
                            "dev.winnow.recorder.compression",
                            "dev.winnow.recorder.reader"))))
        .check(CLASSES);
  }

  /** A reader of one format knows no other; they share what is below them. */
  @Test
  void aFormatKnowsNoOtherFormat() {
    slices()
        .matching("dev.winnow.recorder.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED_BY_FORMATS))
        .ignoreDependency(resideInAPackage("dev.winnow.recorder.capture"), alwaysTrue())
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsItsLibraryAndOnlyReportsDraw() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("reports"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jfree..")
        .check(CLASSES);
  }
}
