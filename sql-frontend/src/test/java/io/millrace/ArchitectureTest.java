package io.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of the design, held by a test: common ← storage, planner, exec ← cluster ← frontend, and which room may know which library.
 * A rule passes while its room is still empty.
 */
@AnalyzeClasses(packages = "io.millrace", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.millrace..")
            .withOptionalLayers(true)
            .layer("common").definedBy("io.millrace.common..")
            .layer("storage").definedBy("io.millrace.storage..")
            .layer("planner").definedBy("io.millrace.planner..")
            .layer("exec").definedBy("io.millrace.exec..")
            .layer("cluster").definedBy("io.millrace.cluster..")
            .layer("frontend").definedBy("io.millrace.frontend..")
            .whereLayer("common").mayNotAccessAnyLayer()
            .whereLayer("storage").mayOnlyAccessLayers("common")
            .whereLayer("planner").mayOnlyAccessLayers("common")
            .whereLayer("exec").mayOnlyAccessLayers("common")
            .whereLayer("cluster").mayOnlyAccessLayers("common", "storage", "planner", "exec")
            .whereLayer("frontend").mayOnlyAccessLayers("common", "storage", "planner", "exec", "cluster");

    @ArchTest
    static final ArchRule CALCITE_STAYS_IN_PLANNER_AND_FRONTEND = onlyIn("org.apache.calcite..", "io.millrace.planner..",
            "io.millrace.frontend..");

    @ArchTest
    static final ArchRule THE_VECTOR_API_STAYS_IN_ONE_KERNEL_PACKAGE = onlyIn("jdk.incubator.vector..", "io.millrace.exec.kernel.simd..");

    @ArchTest
    static final ArchRule RATIS_STAYS_IN_CLUSTER = onlyIn("org.apache.ratis..", "io.millrace.cluster..");

    @ArchTest
    static final ArchRule ICEBERG_STAYS_IN_STORAGE = onlyIn("org.apache.iceberg..", "io.millrace.storage..");

    @ArchTest
    static final ArchRule PARQUET_STAYS_IN_STORAGE = onlyIn("org.apache.parquet..", "io.millrace.storage..");

    @ArchTest
    static final ArchRule HADOOP_STAYS_IN_STORAGE = onlyIn("org.apache.hadoop..", "io.millrace.storage..");

    @ArchTest
    static final ArchRule ROCKSDB_STAYS_IN_STORAGE = onlyIn("org.rocksdb..", "io.millrace.storage..");

    @ArchTest
    static final ArchRule COMMON_DOES_NO_NETWORK = noClasses().that().resideInAPackage("io.millrace.common..")
            .should().dependOnClassesThat().resideInAnyPackage("java.net.http..", "io.netty..", "java.sql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_CYCLES_IN_COMMON = noCycles("common");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_STORAGE = noCycles("storage");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_PLANNER = noCycles("planner");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_EXEC = noCycles("exec");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_CLUSTER = noCycles("cluster");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_FRONTEND = noCycles("frontend");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses().that(areOurs())
            .should().haveNameMatching(".*\\.\\w*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?")
            .allowEmptyShould(true);

    private static ArchRule onlyIn(String library, String... rooms) {
        return noClasses().that().resideOutsideOfPackages(rooms)
                .should().dependOnClassesThat().resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static ArchRule noCycles(String room) {
        return slices().matching("io.millrace." + room + ".(**)").should().beFreeOfCycles()
                .ignoreDependency(JavaClass.Predicates.resideInAPackage("io.millrace.frontend.parser.generated.."),
                        DescribedPredicate.alwaysTrue())
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> areOurs() {
        return JavaClass.Predicates.resideOutsideOfPackages("io.millrace.frontend.parser.generated..", "io.millrace.jdbc.shaded..");
    }
}
