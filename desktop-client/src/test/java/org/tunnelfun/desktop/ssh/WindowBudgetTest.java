package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowBudgetTest {

    private static final int MB = 1 << 20;

    @Test
    void aFewVisitorsGetAllTheyCanUse() {
        WindowBudget budget = new WindowBudget(64L * MB);
        for (int i = 0; i < 10; i++) {
            assertEquals(WindowBudget.MOST, budget.grant());
        }
    }

    @Test
    void eightStreamsInTheShippedHeapAreNotHeldUpByTheLastOne() {
        // Three eighths of a heap of 96 MB.
        WindowBudget budget = new WindowBudget(36L * MB);
        for (int i = 0; i < 8; i++) {
            assertTrue(budget.grant() >= WindowBudget.USUAL, "stream " + i);
        }
    }

    @Test
    void threeHundredFitIntoASmallHeapAndWhoeverDoesNotIsTurnedAway() {
        // Three eighths of what Java calls a heap of 64 MB; and room for self-checks.
        WindowBudget budget = new WindowBudget(23L * MB);
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            int window = budget.grant();
            assertTrue(window >= WindowBudget.LAST, "visitor " + i);
            sum += window;
        }
        assertTrue(sum <= 36L * MB, "not much more than half of the heap: " + sum);
        while (sum < 64L * MB) {
            int window = budget.grant();
            if (window == 0) {
                return;
            }
            sum += window;
        }
        throw new AssertionError("never turned anybody away");
    }

    @Test
    void whatIsGivenBackIsGrantedAgain() {
        WindowBudget budget = new WindowBudget(16L * MB);
        int first = budget.grant();
        int second = budget.grant();
        assertTrue(second < first);
        budget.giveBack(first);
        budget.giveBack(second);
        assertEquals(first, budget.grant());
    }
}
