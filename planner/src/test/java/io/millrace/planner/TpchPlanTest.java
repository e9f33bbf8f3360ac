package io.millrace.planner;

import io.millrace.testkit.tpch.TpchData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpchPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void everyQueryLowers(int number) {
        String sql = TpchData.query(number);
        System.out.println("-- Q" + number);
        System.out.println(Plans.text(Plans.physical(sql)));
    }
}
