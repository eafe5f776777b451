import Testing

/// The floor plan: which room may know which.
@Suite struct WallsTests {
    private let project = SourceTree.project

    @Test func `every room stands in the floor plan`() {
        let planned = Set(Walls.plan.map(\.name))
        let strangers = Set(project.sources.map(\.target)).subtracting(planned).subtracting(Walls.pipes)
        let lonely = planned.subtracting(project.sources.map(\.target))
        #expect(strangers.isEmpty, "rooms without a row in the plan: \(strangers.sorted())")
        #expect(lonely.isEmpty, "rows of the plan without a room: \(lonely.sorted())")
    }

    @Test func `a room imports only what its row of the plan lists`() {
        expectNone(project.sources.flatMap(Walls.breaches), "imports through a wall")
    }

    @Test func `no arrow runs up and none runs in a circle`() {
        for room in Walls.plan {
            for name in room.rooms {
                guard let other = Walls.room(name) else {
                    Issue.record("\(room.name) lists \(name), which is no room")
                    continue
                }
                #expect(other.floor < room.floor, "\(room.name) (\(room.floor)) to \(name) (\(other.floor))")
            }
        }
        let floors = Dictionary(uniqueKeysWithValues: Walls.plan.map { ($0.name, $0.floor) })
        let climbing = project.sources.flatMap { file in
            Imports.of(file.text).compactMap { found -> Offence? in
                guard let from = floors[file.target], let to = floors[found.module], to >= from else {
                    return nil
                }
                return Offence(path: file.path, line: found.line, what: "floor \(from) imports floor \(to)")
            }
        }
        expectNone(climbing, "arrows that do not run down")
    }

    @Test func `each pipe to a C library ends in exactly one room`() {
        for pipe in Walls.pipes.sorted() {
            let users = Set(
                project.sources.filter { Imports.of($0.text).contains { $0.module == pipe } }.map(\.target))
            #expect(users.count == 1, "\(pipe) is imported by \(users.sorted())")
        }
    }

    @Test func `the manifest declares whatever a target imports`() {
        let manifest = Manifest(project.manifest)
        #expect(!manifest.dependencies.isEmpty, "the manifest could not be read")
        let system = Walls.everywhere.union(["FoundationXML", "Glibc", "Darwin", "Testing", "XCTest"])
        let undeclared = project.swift.flatMap { file in
            Imports.of(file.text).compactMap { found -> Offence? in
                guard !system.contains(found.module), let declared = manifest.dependencies[file.target],
                    !declared.contains(found.module)
                else { return nil }
                return Offence(
                    path: file.path, line: found.line, what: "\(file.target) does not declare \(found.module)"
                )
            }
        }
        expectNone(undeclared, "imports that Package.swift does not declare")
    }

    @Test func `every folder of sources and tests is a target of the manifest`() {
        let manifest = Manifest(project.manifest)
        let dead = Set(project.swift.map(\.target)).subtracting(manifest.dependencies.keys)
        #expect(dead.isEmpty, "folders that are never compiled: \(dead.sorted())")
    }

    @Test func `the manifest declares nothing that the plan forbids`() {
        let manifest = Manifest(project.manifest)
        for room in Walls.plan {
            let forbidden = manifest.dependencies[room.name, default: []].subtracting(room.rooms).subtracting(
                room.modules)
            #expect(forbidden.isEmpty, "\(room.name) declares \(forbidden.sorted())")
        }
    }
}
