internal import Exchange
internal import Foundation
internal import Partners

/// The folder of profiles that the options name.
struct ProfileFolder {
    let folder: String
    private let secrets: SecretStore

    init(_ options: ProfileOptions) {
        folder = options.partners
        secrets = SecretStore(
            directory: options.secretsFolder, environment: ProcessInfo.processInfo.environment)
    }

    init(folder: String, secrets: SecretStore) {
        self.folder = folder
        self.secrets = secrets
    }

    /// The same secrets with another folder.
    func at(_ other: String) -> ProfileFolder {
        ProfileFolder(folder: other, secrets: secrets)
    }

    /// Reads and checks everything.
    func review() -> ProfileReview {
        ProfileLoader.load(
            folder: folder, secrets: secrets, today: CivilTime(milliseconds: ExchangeClock.system.now).dayText
        )
    }

    /// The profiles, or a failure that lists the faults.
    func directory() throws -> PartnerDirectory {
        let review = review()
        guard let directory = review.directory else {
            for fault in review.faults { Terminal.complain(fault.description) }
            throw Failure(.invalid, "the profiles in \(folder) are not usable; the faults are listed above")
        }
        return directory
    }
}
