package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class CrowdingTest {

  private static double[] equal(int nodes) {
    double[] shares = new double[nodes];
    Arrays.fill(shares, 1);
    return shares;
  }

  /** Ten queries and a limit of five: the recommendation servers of the wine shop. */
  @Test
  void tenKeysOverloadOneOfFourNodesInEightPlacementsOfAHundred() {
    assertThat(Crowding.probability(equal(4), 10, 5)).isEqualTo(0.0789, within(0.0001));
    assertThat(Crowding.probability(equal(3), 10, 5)).isEqualTo(0.2297, within(0.0001));
    // Above half of the keys can only be one node: so many times the binomial tail.
    double tail = 0;
    for (int taken = 6; taken <= 10; taken++) {
      tail += binomial(10, taken) * Math.pow(0.25, taken) * Math.pow(0.75, 10 - taken);
    }
    assertThat(Crowding.probability(equal(4), 10, 5)).isEqualTo(4 * tail, within(1e-14));
  }

  private static double binomial(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }

  @Test
  void everySmallCaseIsWhatCountingAllPlacementsGives() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int nodes = 1; nodes <= 4; nodes++) {
      for (int keys = 0; keys <= 7; keys++) {
        double[] shares = random.doubles(nodes).toArray();
        shares[random.nextInt(nodes)] *= random.nextBoolean() && nodes > 1 ? 0 : 1;
        for (int most = 0; most <= keys; most++) {
          assertThat(Crowding.probability(shares, keys, most))
              .as("%s, %d keys, at most %d", Arrays.toString(shares), keys, most)
              .isEqualTo(counted(shares, keys, most), within(1e-13));
        }
      }
    }
  }

  private static double counted(double[] shares, int keys, int most) {
    double total = Arrays.stream(shares).sum();
    return above(shares, keys, most, new int[shares.length], total);
  }

  /** Puts the keys that are left on every node in turn. */
  private static double above(double[] shares, int keys, int most, int[] counts, double total) {
    if (keys == 0) {
      return Arrays.stream(counts).anyMatch(count -> count > most) ? 1 : 0;
    }
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      counts[i]++;
      sum += shares[i] / total * above(shares, keys - 1, most, counts, total);
      counts[i]--;
    }
    return sum;
  }

  @Test
  void manyKeysAreWhatSimulationGives() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    int[] counts = new int[20];
    int above = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      Arrays.fill(counts, 0);
      for (int key = 0; key < 2000; key++) {
        counts[random.nextInt(20)]++;
      }
      above += Arrays.stream(counts).anyMatch(count -> count > 125) ? 1 : 0;
    }
    double exact = Crowding.probability(equal(20), 2000, 125);
    // Five standard errors, with a fixed seed.
    double error = Math.sqrt(exact * (1 - exact) / runs);
    assertThat((double) above / runs).isEqualTo(exact, within(5 * error));
    assertThat(exact).isBetween(0.05, 0.5);
  }

  @Test
  void thousandsOfKeysNeitherOverflowNorCancel() {
    // So far out that two nodes are hardly ever there together: nearly the sum of their tails.
    double tail = upperTail(10_000, 0.01, 150);
    assertThat(tail).isBetween(1e-7, 1e-5);
    assertThat(Crowding.probability(equal(100), 10_000, 150) / (100 * tail))
        .isEqualTo(1, within(1e-4));
    assertThat(Crowding.probability(equal(100), 10_000, 100)).isEqualTo(1, within(1e-11));
  }

  /** The chance of more than so many successes, by logarithms of factorials. */
  private static double upperTail(int trials, double chance, int most) {
    double[] logFactorials = new double[trials + 1];
    for (int i = 1; i <= trials; i++) {
      logFactorials[i] = logFactorials[i - 1] + Math.log(i);
    }
    double sum = 0;
    for (int k = most + 1; k <= trials; k++) {
      sum +=
          Math.exp(
              logFactorials[trials]
                  - logFactorials[k]
                  - logFactorials[trials - k]
                  + k * Math.log(chance)
                  + (trials - k) * Math.log1p(-chance));
    }
    return sum;
  }

  @Test
  void theLimitsAreExact() {
    assertThat(Crowding.probability(equal(3), 10, 10)).isZero();
    assertThat(Crowding.probability(equal(3), 10, 3)).isOne();
    assertThat(Crowding.probability(equal(3), 0, 0)).isZero();
    assertThat(Crowding.probability(equal(1), 6, 5)).isOne();
    assertThat(Crowding.probability(new double[] {0, 2, 0}, 5, 5)).isZero();
    assertThat(Crowding.probability(new double[] {0, 2, 0}, 6, 5)).isOne();
    assertThat(Crowding.probability(new double[] {1e-300, 1}, 6, 5)).isOne();
  }

  @Test
  void sharesNeedNoUnitAndNoOrder() {
    double[] shares = {1, 2, 3, 4};
    double expected = Crowding.probability(shares, 12, 6);
    assertThat(Crowding.probability(new double[] {0.4, 0.1, 0.3, 0.2}, 12, 6))
        .isEqualTo(expected, within(1e-14));
  }

  @Test
  void refusesWhatIsNoShareAndNoNumber() {
    assertThatThrownBy(() -> Crowding.probability(new double[] {1, -1}, 1, 1))
        .isInstanceOf(PlacementException.class)
        .hasMessage("share: -1.0 (expected: 0 or more)");
    assertThatThrownBy(() -> Crowding.probability(new double[] {Double.NaN}, 1, 1))
        .hasMessage("share: NaN (expected: 0 or more)");
    assertThatThrownBy(() -> Crowding.probability(new double[0], 1, 1))
        .hasMessage("no share above 0 (expected: at least one)");
    assertThatThrownBy(() -> Crowding.probability(equal(2), -1, 1))
        .hasMessage("-1 keys, at most 1 (expected: 0 or more each)");
  }
}
