package dev.torc.cli;

import dev.torc.cli.wineinfo.ActReport;
import dev.torc.cli.wineinfo.Policy;
import dev.torc.cli.wineinfo.ReplicaLog;
import dev.torc.cli.wineinfo.Wineinfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo tells programs. */
final class WineinfoJson {
  private WineinfoJson() {}

  static String of(List<ActReport> reports) {
    return Json.write(Map.of("acts", reports.stream().map(WineinfoJson::act).toList()));
  }

  private static Map<String, Object> act(ActReport report) {
    Map<String, Object> act = new LinkedHashMap<>();
    act.put("act", report.act().number());
    act.put("name", report.act().title());
    act.put("replicas", report.act().replicas());
    act.put("policy", report.act().policy().toString());
    act.put("codes", report.load().codes());
    act.put("errors", report.load().errors());
    act.put("failures", report.load().failures());
    Map<String, Object> queries = new LinkedHashMap<>();
    for (ReplicaLog log : report.logs()) {
      queries.put(log.name().toString(), log.queries());
    }
    act.put("queries", queries);
    return act;
  }

  static String of(Wineinfo wineinfo, Policy policy) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("shop", wineinfo.url());
    object.put("policy", policy.toString());
    object.put("replicas", wineinfo.logs().stream().map(WineinfoJson::replica).toList());
    return Json.write(object);
  }

  private static Map<String, Object> replica(ReplicaLog log) {
    Map<String, Object> replica = new LinkedHashMap<>();
    replica.put("name", log.name().toString());
    replica.put("address", log.address().toString());
    return replica;
  }
}
