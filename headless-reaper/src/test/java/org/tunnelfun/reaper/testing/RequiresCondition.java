package org.tunnelfun.reaper.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Evaluates {@link Requires}. */
final class RequiresCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<Need> unmet =
                AnnotationSupport.findAnnotation(context.getElement(), Requires.class).stream()
                        .flatMap(requires -> Arrays.stream(requires.value()))
                        .filter(need -> !need.met())
                        .toList();
        return unmet.isEmpty() ? enabled("") : disabled("needs " + unmet.get(0));
    }
}
