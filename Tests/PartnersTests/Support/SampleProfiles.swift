/// A house and a partner that use every section there is.
enum SampleProfiles {
    static let house = """
        apiVersion: wharf/v1
        id: northwind
        name: Northwind Manufacturing
        timeZone: America/Chicago
        identities:
          main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }
        listen:
          sftp: { address: 127.0.0.1, port: 2222, publicName: sftp.northwind.example.com, publicPort: 22, proxyProtocol: { from: [10.0.0.0/29] } }
          http: { address: 127.0.0.1, port: 8080 }
          sftpLegacy: { address: 127.0.0.1, port: 2223 }
        defence:
          sessions: 500
          sessionsPerLogin: 20
          perSource: 30
          unauthenticated: 60
          ban: { threshold: 10, time: 10m, longest: 12h }
          neverBan: [192.0.2.10]
          grace: 20s
          idle: 4m
          session: 12h
        sourceAddresses: [198.51.100.7]
        contacts: [{ role: edi, name: EDI team, email: edi@northwind.example.com, phone: "+1 312 5550100" }]
        sinks:
          journal: { kind: file }
          erp:     { kind: webhook, url: "https://erp.example.com/hooks/wharf", secret: secret://file/erp-hook, events: ["*"] }
        schedules:
          supplier-master: { job: supplier-sync, cron: "30 2 * * *", timeZone: America/Chicago, missed: last, overlap: skip, mustFinishBy: "04:00" }

        """

    static let partner = """
        apiVersion: wharf/v1
        id: acme-castings                  # never changes
        name: ACME Castings
        state: live
        timeZone: America/Monterrey
        supplierNumber: "0000104711"
        contacts: [{ role: edi, name: EDI desk, email: edi@acme.example.com }]
        hosted:
          login: acme
          keys:
            - { key: "\(SampleKeys.ed25519)", label: production, notBefore: 2026-01-01, notAfter: 2027-06-30 }
          password: secret://file/acme-password
          allowFrom: [203.0.113.0/28]
          folders: { upload: /upload, download: /download, reports: /reports }
          uploads: { accept: ["*.edi", "*.x12", "*.csv"], maxFile: 50MiB, sameName: keep-both,
                     complete: { proof: x12-envelope, waitFor: 15m } }
          quota: { bytes: 2GiB, files: 5000, openFiles: 32, sessions: 4, rate: 10MiB }
          require: both
          legacy: { until: 2027-03-31, reason: their client is from 2009, rsa: 2048 }
        remote:
          host: sftp.acme.example.com
          port: 22
          user: northwind
          identity: secret://file/acme-sftp-key
          password: secret://file/acme-sftp-password
          hostKeys: ["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"]
          deadlines: { connect: 10s, auth: 10s, list: 30s, file: 2m, poll: 10m }
          pickup:
            - { path: /out, match: ["*.edi"], ignore: ["*.tmp"], ready: { stableFor: 30s }, after: { do: move, to: /out/taken } }
            - { path: /csv, match: ["*.csv"], ready: { doneFile: "{stem}.done", minimumAge: 1m }, order: name, maxFile: 5MiB, maxFiles: 50, maxBytes: 1GiB, after: { do: rename, to: "{name}.taken" } }
          deliver: { path: /in, temporary: "{name}.part", fileName: "{document}_{control}.edi", verify: hash, synchronize: false, overwrite: true }
          poll: { every: 5m, jitter: 30s, parkAfter: 3 }
          keepAlive: 20s
          maintenance: [{ days: [SUN, MON], from: "22:30", to: "02:00" }]
          breaker: { after: 3, pause: 10m, longest: 2h }
          legacy: { until: 2027-06-30, reason: their server is from 2011 }
        x12:
          partner: { isaQualifier: ZZ, isaId: ACMECAST, gsId: ACMECAST }
          identity: main
          delimiters: { element: "*", component: ">", segment: "~", lineBreak: none }
          usage: production
          inbound:
            "855": { version: "004010", onError: accept-good, checks: { codes: off, totals: on } }
            "856": { version: "004010", onError: reject-set, otherVersion: reject, overlay: acme-castings/856.overlay }
            "810": { version: "004010" }
          outbound:
            "850": { version: "004010", acknowledgment: { within: 4h }, answer: { set: "855", within: 1 working day } }
          acknowledge: { with: "997", detail: full, ta1: on-request, version: "004010", within: 15m }
          checks: { codes: warn, amounts: off }
        batch:
          inbound:
            stock: { match: ["stock_*.csv"], format: csv, document: inventory, columns: { itemNumber: Item, quantityOnHand: { at: 3 } } }
          outbound:
            suppliers: { document: supplier-master, format: fixed, fileName: "suppliers_{date}.txt", columns: { id: { at: 1, length: 10 } }, trailer: counts }
        tolerances: { quantity: { under: 0%, over: 2% }, price: { over: 0.5% }, date: { early: 5d, late: 1d } }
        schedules:
          orders: { job: release-orders, cron: "*/15 6-20 * * MON-FRI", missed: last, overlap: skip }

        """

    /// What the partner's guide says of the 856.
    static let overlay = """
        # Castings ship in one truck.
        set 856 004010
        BSN05 codes only 0001

        """
}
