package dev.torc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class DatesTest {

  private static final class SetClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.ofHours(5);
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("zone: " + zone);
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  /** The first date is the example of RFC 9110, 5.6.7. */
  @Test
  void formatsEachSecondInGmt() {
    SetClock clock = new SetClock();
    Dates dates = new Dates(clock);
    clock.now.set(Instant.parse("1994-11-06T08:49:37.999Z"));
    assertThat(dates.now().toString()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    clock.now.set(Instant.parse("1994-11-06T08:49:38Z"));
    assertThat(dates.now().toString()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    clock.now.set(Instant.parse("2024-02-29T23:59:59.5Z"));
    assertThat(dates.now().toString()).isEqualTo("Thu, 29 Feb 2024 23:59:59 GMT");
    clock.now.set(Instant.parse("1969-12-31T23:59:59.5Z"));
    assertThat(dates.now().toString()).isEqualTo("Wed, 31 Dec 1969 23:59:59 GMT");
  }

  @Test
  void formatsASecondOnlyOnce() {
    SetClock clock = new SetClock();
    Dates dates = new Dates(clock);
    clock.now.set(Instant.parse("2024-02-29T12:00:00Z"));
    Object first = dates.now();
    clock.now.set(Instant.parse("2024-02-29T12:00:00.999Z"));
    assertThat((Object) dates.now()).isSameAs(first);
  }
}
