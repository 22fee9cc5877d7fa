package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** Every fault of the table, seeded into a good set-up on a real sshd, is named right. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorFaultsTest {

    @ParameterizedTest
    @EnumSource
    void isNamedWithWhatMendsIt(Fault fault) throws Exception {
        try (Patient patient = new Patient(fault.server())) {
            fault.seed.in(patient);
            patient.hasFinding(fault.result, fault.step, fault.words, fault.mend);
        }
    }

    @Test
    void theTableHasAllFaultsThatTheDoctorPromisesToName() {
        String promised =
                "name unknown, port closed, port filtered, server silent, not an ssh server,"
                        + " host key unknown, host key changed, key not authorised, account wrong,"
                        + " key unreadable, key open to others, key encrypted, agent empty,"
                        + " forward not permitted, bind spelt differently, port held, half bind,"
                        + " gateway ports, where it listens,"
                        + " forwarding forbidden, self check forbidden, no shell, target down,"
                        + " target not ssh, reaper unreachable";
        assertEquals(
                promised,
                Arrays.stream(Fault.values())
                        .map(f -> f.name().toLowerCase().replace('_', ' '))
                        .collect(Collectors.joining(", ")));
    }
}
