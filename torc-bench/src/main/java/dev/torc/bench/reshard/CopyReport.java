package dev.torc.bench.reshard;

import dev.torc.bench.Machine;
import dev.torc.bench.Markdown;
import dev.torc.bench.Median;
import dev.torc.bench.reshard.CopyRun.Rate;
import dev.torc.bench.reshard.CopyRun.Rates;
import dev.torc.bench.reshard.TrackingCost.Part;
import dev.torc.bench.reshard.TrackingCost.Writes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results as Markdown for people and as JSON for programs.
 *
 * @param keys on the source
 * @param rates of copies
 * @param writes while the ring changes, and without
 */
record CopyReport(int keys, Rates rates, List<Writes> writes) {
  /** What Torc sets out to reach, in keys a second. */
  private static final double LEAST_RATE = 80_000;

  /** Of the writes without a change. */
  private static final double LEAST_MOVING = 0.5;

  /** As many as without a change, but for what such a measurement can tell. */
  private static final double LEAST_OTHER = 0.95;

  private static final double PRECISION = 1000;

  CopyReport {
    writes = List.copyOf(writes);
  }

  private double torc() {
    return median(rates.torc().stream().map(Rate::keysPerSecond));
  }

  private double reference() {
    return median(rates.reference().stream().map(Rate::keysPerSecond));
  }

  private double torcCpu() {
    return median(rates.torc().stream().map(Rate::cpuMicros));
  }

  private double referenceCpu() {
    return median(rates.reference().stream().map(Rate::cpuMicros));
  }

  private static double median(Stream<Double> numbers) {
    return Median.of(numbers.mapToDouble(Double::doubleValue).toArray());
  }

  private static double during(Writes writes) {
    return median(writes.during().stream().map(TrackingCost.Rate::perSecond));
  }

  private static double without(Writes writes) {
    return median(writes.without().stream().map(TrackingCost.Rate::perSecond));
  }

  /** Processors' time of the client and of the node for a write, in microseconds. */
  private static String cpu(List<TrackingCost.Rate> rates) {
    return format("%.2f", median(rates.stream().map(TrackingCost.Rate::clientMicros)))
        + " + "
        + format("%.2f", median(rates.stream().map(TrackingCost.Rate::nodeMicros)));
  }

  private static double least(Part part) {
    return switch (part) {
      case MOVING -> LEAST_MOVING;
      case OTHER -> LEAST_OTHER;
    };
  }

  /** An array with an object for the copy and for each kind of writes, one a line. */
  String json() {
    List<Map<String, Object>> objects = new ArrayList<>();
    Map<String, Object> copy = new LinkedHashMap<>();
    copy.put("measured", "copy");
    copy.put("keys", keys);
    copy.put("runs", rates.torc().size());
    copy.put("keysPerSecond", Math.round(torc()));
    copy.put("plainKeysPerSecond", Math.round(reference()));
    copy.put("cpuMicrosPerKey", rounded(torcCpu()));
    copy.put("plainCpuMicrosPerKey", rounded(referenceCpu()));
    copy.put("met", torc() >= LEAST_RATE);
    objects.add(copy);
    for (Writes some : writes) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("measured", "writes to " + some.part().label());
      object.put("rounds", some.during().size());
      object.put("writesPerSecond", Math.round(during(some)));
      object.put("writesPerSecondWithoutChange", Math.round(without(some)));
      object.put("ratio", rounded(during(some) / without(some)));
      object.put("met", isMet(some));
      objects.add(object);
    }
    return objects.stream()
        .map(JsonMapper.shared()::writeValueAsString)
        .collect(Collectors.joining(",\n ", "[", "]\n"));
  }

  private static boolean isMet(Writes some) {
    return during(some) / without(some) >= least(some.part());
  }

  private static double rounded(double number) {
    return Math.round(number * PRECISION) / PRECISION;
  }

  /** Tables of copies and of writes. */
  String markdown(String command) {
    return Markdown.document(
        List.of(
            "# Copying keys from node to node",
            "    " + command,
            keys
                + " keys with values of 32 bytes, of which half expire, go from one Redis server to"
                + " another and back by changes of a ring that move fifteen of sixteen; timed from"
                + " the first key to the last. In turns with it the plain way: one thread that"
                + " takes SCAN's pages of 1000, pipelines DUMP and PTTL of all keys of a page, then"
                + " RESTORE, without a transaction. CPU is what this process used for a key,"
                + " without the servers.",
            Markdown.table(
                List.of("Copied by", "Keys/s", "CPU µs/key", "Ratio", "Wanted", "Met"),
                List.of(
                    List.of(
                        "a change of the ring",
                        format("%.0f", torc()),
                        format("%.2f", torcCpu()),
                        format("%.2f", torc() / reference()),
                        format("at least %.0f keys/s", LEAST_RATE),
                        torc() >= LEAST_RATE ? "yes" : "no"),
                    List.of(
                        "the plain way",
                        format("%.0f", reference()),
                        format("%.2f", referenceCpu()),
                        "",
                        "",
                        ""))),
            "What a change costs writes: SETs through a cache whose change is at its copy, in turns"
                + " with SETs of the same keys through one without a change, to the same server."
                + " CPU is what this process and the server used for one:",
            Markdown.table(
                List.of(
                    "Writes to",
                    "During, 1/s",
                    "CPU µs",
                    "Without, 1/s",
                    "CPU µs",
                    "Ratio",
                    "Wanted",
                    "Met"),
                writes.stream().map(CopyReport::row).toList()),
            "Medians of "
                + rates.torc().size()
                + " copies each way, and of as many rounds of writes.",
            Machine.dateAndDescription()));
  }

  private static List<String> row(Writes some) {
    return List.of(
        some.part().label(),
        format("%.0f", during(some)),
        cpu(some.during()),
        format("%.0f", without(some)),
        cpu(some.without()),
        format("%.3f", during(some) / without(some)),
        "at least " + least(some.part()),
        isMet(some) ? "yes" : "no");
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
