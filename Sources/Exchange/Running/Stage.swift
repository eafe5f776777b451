internal import Store

/// One step of the pipeline: the code that performs one kind of job.
///
/// Each job's effects, the jobs that follow from it and its own completion are one commit; a job may run twice, its effects
/// happen once.
protocol Stage: Sendable {
    /// The jobs it performs.
    static var kind: Job.Kind { get }

    /// Performs jobs, those of one lane in their order; blocks, on a worker thread.
    ///
    /// - Returns: the jobs that failed, with why; all others are done.
    func perform(_ jobs: [Job]) -> [StageFault]
}

/// A job that did not get done.
struct StageFault: Sendable {
    let job: Job
    let error: any Error
}

extension Stage {
    /// Prepares every job, then commits what was prepared together; what fails does so alone.
    func performEach<Prepared: Sendable>(
        _ jobs: [Job], _ store: StateStore, prepare: (Job) throws -> Prepared,
        commit: @escaping @Sendable (Job, Prepared, borrowing Commit) throws -> Void
    ) -> [StageFault] {
        var faults: [StageFault] = []
        var ready: [(Job, Prepared)] = []
        for job in jobs {
            do {
                ready.append((job, try prepare(job)))
            } catch {
                faults.append(StageFault(job: job, error: error))
            }
        }
        let results = store.commitEach(
            .synced,
            ready.map { job, prepared in
                { @Sendable (books: borrowing Commit) throws -> Void in try commit(job, prepared, books) }
            })
        for (entry, result) in zip(ready, results) {
            if case .failure(let error) = result { faults.append(StageFault(job: entry.0, error: error)) }
        }
        return faults
    }
}
