package org.tunnelfun.reaper.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The one condition under which tests are left out: {@code @Requires(Need.ROOT)}. The reason is
 * printed, and {@link LeftOutListener} counts at the end of the run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCondition.class)
public @interface Requires {
    /** All of these. */
    Need[] value();
}
