#include "store/jobs.h"
#include "store/sql.h"

namespace underpin {

std::vector<JobSchedule> load_schedules(Session& session) {
    std::vector<JobSchedule> schedules;
    sql::each<std::string, std::string, std::int64_t>(
        session, "SELECT name, definition, next_at FROM job_schedule ORDER BY name",
        [&](const std::string& name, const std::string& definition, std::int64_t next) {
            schedules.push_back({name, definition, Instant{next}});
        });
    return schedules;
}

bool move_schedule(Session& session, const std::optional<JobSchedule>& from,
                   const JobSchedule& to) {
    if (!from) {
        return sql::execute(session,
                            std::string(session.insert_ignore()) +
                                "job_schedule (name, definition, next_at) VALUES (:name, "
                                ":definition, :next)",
                            to.name, to.definition, to.next.ms) == 1;
    }
    return sql::execute(session,
                        "UPDATE job_schedule SET definition = :definition, next_at = :next WHERE "
                        "name = :name AND definition = :old_definition AND next_at = :old_next",
                        to.definition, to.next.ms, to.name, from->definition, from->next.ms) == 1;
}

bool drop_schedule(Session& session, const JobSchedule& schedule) {
    return sql::execute(session,
                        "DELETE FROM job_schedule WHERE name = :name AND definition = :definition "
                        "AND next_at = :next",
                        schedule.name, schedule.definition, schedule.next.ms) == 1;
}

}  // namespace underpin
