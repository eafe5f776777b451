internal import ArgumentParser
internal import X12

/// How each of several files ended, and the status that the process ends with.
struct FileEndings {
    private var statuses: [ExitStatus] = []

    /// Runs the work for each file; a file that cannot be read or is no X12 does not stop the others.
    mutating func each(_ names: [String], _ work: (String) throws -> ExitStatus) throws {
        for name in names {
            do {
                statuses.append(try work(name))
            } catch let failure as Failure {
                Terminal.complain("wharf: \(failure.message)")
                statuses.append(failure.status)
            } catch let error as SourceError {
                Terminal.complain("wharf: \(Terminal.visible(name)): \(error)")
                statuses.append(.failed)
            }
        }
    }

    /// Ends the process with one status for all: 11 when some files could be worked on and some could not.
    func finish() throws {
        let failures = statuses.filter { $0 != .done && $0 != .findings }
        if let first = failures.first {
            throw ExitCode((failures.count == statuses.count ? first : .part).rawValue)
        }
        if statuses.contains(.findings) { throw ExitCode(ExitStatus.findings.rawValue) }
    }
}
