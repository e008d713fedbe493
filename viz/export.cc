#include "viz/export.h"

namespace brink::viz {

void export_table(AppState& state) { (void)state; }
void export_picture(AppState& state) { (void)state; }
void copy_why(AppState& state) { (void)state; }

}  // namespace brink::viz
