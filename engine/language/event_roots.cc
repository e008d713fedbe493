#include "engine/language/event_roots.h"

#include <array>

namespace brink {
namespace {

using R = EventRoot;

constexpr std::string_view kVerbal = "verbal cooperation";
constexpr std::string_view kMaterial = "material cooperation";
constexpr std::string_view kVerbalConflict = "verbal conflict";
constexpr std::string_view kMaterialConflict = "material conflict";
constexpr std::string_view kNegotiation = "negotiation";

constexpr std::array kRoots{
    R{"agree", "", "03", 4.0, kVerbal, "declares the intent to cooperate"},
    R{"agree.settle", "agree", "037", 5.0, kVerbal, "declares the intent to settle"},
    R{"consult", "", "04", 1.0, kVerbal, "talks, visits, meets"},
    R{"consult.meet", "consult", "044", 2.5, kVerbal, "meets at a third location"},
    R{"consult.mediate", "consult", "045", 5.0, kVerbal, "mediates"},
    R{"consult.negotiate", "consult", "046", 7.0, kVerbal, "negotiates"},
    R{"support", "", "05", 3.5, kVerbal, "supports by diplomacy: praises, recognises, signs"},
    R{"support.sign", "support", "057", 8.0, kVerbal, "signs a formal agreement"},
    R{"concede", "", "08", 5.0, kVerbal, "yields to a demand"},
    R{"cooperate", "", "06", 6.0, kMaterial, "cooperates in deed: trade, joint action"},
    R{"aid", "", "07", 7.0, kMaterial, "gives aid"},
    R{"aid.military", "aid", "072", 8.3, kMaterial, "gives military aid"},
    R{"retreat", "", "087", 9.0, kMaterial, "steps back in deed"},
    R{"retreat.pull_back", "retreat", "0874", 10.0, kMaterial, "pulls forces back"},
    R{"retreat.release", "retreat", "0841", 7.0, kMaterial, "releases people or goods"},
    R{"retreat.disarm", "retreat", "0873", 9.0, kMaterial, "disarms"},
    R{"retreat.ceasefire", "retreat", "0871", 9.0, kMaterial, "ceases fire"},
    R{"retreat.access", "retreat", "085", 7.0, kMaterial, "grants access, eases sanctions"},
    R{"request", "", "02", 3.0, kVerbalConflict, "asks or demands"},
    R{"request.assist", "request", "102", -5.0, kVerbalConflict, "demands aid"},
    R{"request.change", "request", "104", -5.0, kVerbalConflict, "demands a change of policy"},
    R{"request.yield", "request", "105", -5.0, kVerbalConflict, "demands yielding"},
    R{"request.meet", "request", "106", -5.0, kVerbalConflict, "demands a meeting"},
    R{"accuse", "", "11", -2.0, kVerbalConflict, "accuses, disapproves"},
    R{"reject", "", "12", -4.0, kVerbalConflict, "rejects what was asked or offered"},
    R{"reject.assist", "reject", "122", -4.0, kVerbalConflict, "rejects a request for aid"},
    R{"reject.change", "reject", "123", -4.0, kVerbalConflict, "rejects a change of policy"},
    R{"reject.yield", "reject", "124", -5.0, kVerbalConflict, "refuses to yield"},
    R{"reject.meet", "reject", "125", -5.0, kVerbalConflict, "rejects a meeting"},
    R{"threaten", "", "13", -6.0, kVerbalConflict, "threatens"},
    R{"threaten.ultimatum", "threaten", "139", -7.0, kVerbalConflict, "gives an ultimatum"},
    R{"protest", "", "14", -6.5, kMaterialConflict, "protests"},
    R{"sanction", "", "16", -4.0, kMaterialConflict, "reduces relations"},
    R{"sanction.embargo", "sanction", "163", -8.0, kMaterialConflict, "imposes sanctions"},
    R{"mobilize", "", "15", -7.2, kMaterialConflict, "raises or moves forces"},
    R{"coerce", "", "17", -7.0, kMaterialConflict, "coerces, seizes, destroys property"},
    R{"assault", "", "19", -10.0, kMaterialConflict, "uses force"},
    R{"assault.aerial", "assault", "195", -10.0, kMaterialConflict, "strikes from the air"},
    R{"assault.drone", "assault.aerial", "195", -10.0, kMaterialConflict, "strikes with drones"},
    R{"assault.heavy_weapons", "assault", "194", -10.0, kMaterialConflict, "artillery, armour"},
    R{"assault.destroy", "assault", "1712", -9.2, kMaterialConflict, "destroys property"},
    R{"assault.occupy", "assault", "192", -9.5, kMaterialConflict, "occupies land"},
    R{"offer", "", "036", 4.0, kNegotiation, "makes an offer, which stays open for an answer"},
    R{"counter", "offer", "036", 4.0, kNegotiation, "answers an offer with another"},
    R{"conditional", "counter", "036", 4.0, kNegotiation,
      "accepts an offer on conditions: terms are added"},
    R{"accept", "", "057", 8.0, kNegotiation, "accepts an offer: its terms are in force"},
    R{"refuse", "reject", "12", -4.0, kNegotiation, "refuses an offer"},
    R{"withdraw", "", "164", -6.5, kNegotiation, "takes an own offer back"},
    R{"lapse", "", "", 0.0, kNegotiation, "an offer got no answer in time (made by the engine)"},
    R{"expire", "", "", 0.0, kNegotiation, "an agreement's time is over (made by the engine)"},
    R{"end", "", "164", -6.5, kNegotiation, "ends a term of an agreement"},
    R{"reveal", "", "", 0.0, kNegotiation, "makes a private offer known to all"},
    R{"leak", "reveal", "", 0.0, kNegotiation,
      "something private becomes known (made by the engine)"},
    R{"undelivered", "", "", 0.0, kNegotiation, "a message did not arrive (made by the engine)"},
    R{"violate", "end", "196", -9.5, kNegotiation, "breaks a term of an agreement"},
};

}  // namespace

std::span<const EventRoot> event_roots() { return kRoots; }

}  // namespace brink
