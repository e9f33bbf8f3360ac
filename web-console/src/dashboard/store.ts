import type { ServerError } from "../server/answer";
import { StatementFailure } from "../server/query";
import { parseDashboard, type DashboardSpec } from "./model";

const PATH = "/v1/dashboards";

async function answered(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) {
    throw new StatementFailure((JSON.parse(text) as { error: ServerError }).error);
  }
  return text;
}

export interface DashboardName {
  name: string;
  title: string;
}

export async function listDashboards(): Promise<DashboardName[]> {
  return (JSON.parse(await answered(await fetch(PATH))) as { dashboards: DashboardName[] }).dashboards;
}

export async function readDashboard(name: string): Promise<DashboardSpec> {
  return parseDashboard(await answered(await fetch(`${PATH}/${encodeURIComponent(name)}`)));
}

export async function saveDashboard(name: string, dashboard: DashboardSpec): Promise<void> {
  await answered(await fetch(`${PATH}/${encodeURIComponent(name)}`, { method: "PUT", body: JSON.stringify(dashboard) }));
}

export async function deleteDashboard(name: string): Promise<void> {
  await answered(await fetch(`${PATH}/${encodeURIComponent(name)}`, { method: "DELETE" }));
}
