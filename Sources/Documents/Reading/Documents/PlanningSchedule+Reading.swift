extension PlanningSchedule: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            purpose: json.required("purpose"), scheduleNumber: json.requiredText("scheduleNumber"),
            basis: json.required("basis"), quantityType: json.required("quantityType"))
        release = json.text("release")
        start = json.day("start")
        end = json.day("end")
        issued = json.day("issued")
        updated = json.day("updated")
        contract = json.text("contract")
        orderNumber = json.text("orderNumber")
        planningType = json.text("planningType")
        action = json.text("action")
        orders = json.list("orders")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}

extension OrderRange: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(orderNumber: json.requiredText("orderNumber"))
        through = json.text("through")
        party = json.value("party")
    }
}
