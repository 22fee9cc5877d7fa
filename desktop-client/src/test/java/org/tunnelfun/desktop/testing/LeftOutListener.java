package org.tunnelfun.desktop.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says of each test class how many of its tests were left out, and why; Surefire adds them up at
 * the end of a run ("Skipped"). Found by the service loader.
 */
public final class LeftOutListener implements TestExecutionListener {

    private final Map<String, LongAdder> leftOut = new TreeMap<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        long tests =
                Stream.concat(Stream.of(test), plan.getDescendants(test).stream())
                        .filter(TestIdentifier::isTest)
                        .count();
        leftOut.computeIfAbsent(reason, r -> new LongAdder()).add(Math.max(1, tests));
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
        long sum = leftOut.values().stream().mapToLong(LongAdder::sum).sum();
        String reasons =
                leftOut.entrySet().stream()
                        .map(e -> e.getValue() + ": " + e.getKey())
                        .collect(Collectors.joining("; "));
        leftOut.clear();
        if (sum > 0) {
            System.out.println("Tests left out: " + sum + " (" + reasons + ")");
        }
    }
}
